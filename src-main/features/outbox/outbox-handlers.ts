import type { Handlers } from '../../contract/derive.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';

/** What the supervisor does with jobs of any kind. */
export function outboxHandlers(queue: JobQueue): Handlers['outbox'] {
  return {
    list: (query) => queue.list(query),
    get: ({ id }) => queue.get(id),
    async pause({ id }) {
      await queue.pause(id);
    },
    resume({ id }) {
      queue.resume(id);
    },
    retry({ id }) {
      const { state, waitingFor, connectionId } = queue.get(id);
      if (state === 'waiting') {
        queue.tryNow(id);
        // every job of that connection asks the same question: it is answered once
        if (waitingFor?.code === 'tls_changed') queue.tryConnection(connectionId ?? '');
      }
      // what it waited for may have arrived meanwhile: then it is already under way
      else if (state === 'failed') queue.retry(id);
    },
    tryAll: () => queue.tryWaiting(['network', 'password', 'host-key']),
    move: (move) => queue.shift(move),
    async cancel({ id }) {
      await queue.cancel(id);
    },
    remove: ({ id }) => queue.remove(id),
    decide({ id, decision }) {
      queue.decide(id, decision);
    },
  };
}
