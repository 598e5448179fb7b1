import { connectionOf } from '../../../jobs/job-kind.ts';
import { verdictOnSending } from '../../../jobs/verdict.ts';
import type { ImportOrder } from './collaborators.ts';
import { destinationOf } from './import-step.ts';
import type { ImportContext, ImportJobDeps, ImportStep } from './import-step.ts';
import { requireStart } from './start-gate.ts';
import { manifestOf } from './import-manifest.ts';

/** How many of a campaign's tasks are shown when a lost import is looked for. */
const tasksShown = 20;

/**
 * Asks the call centre for the import. It is asked once: a second time could call every customer twice. The
 * queue has marked the step before this runs, and the manifest is marked here, for a database that is lost.
 */
export function orderStep({ outbox, caller, sent, numbers, seenAt, now }: ImportJobDeps): ImportStep {
  return {
    id: 'import',
    repeatable: false,
    run: async (context) => {
      const { signal, jobId } = context;
      const connectionId = connectionOf(context);
      const { sentAt } = context.memory;
      const sending = { ...context, memory: context.memory, connectionId };
      requireStart(context.payload, now(), seenAt(jobId));
      sent.look(sending);
      context.remember({ sentAt: now() });
      await outbox.writeManifest(jobId, manifestOf(context, true));
      let begun: ReturnType<typeof sent.begin> | null = null;
      const remembering = await numbers?.begin(sending);
      try {
        // once more, because writing may have waited, and another job may have been sent meanwhile
        requireStart(context.payload, now(), seenAt(jobId));
        begun = sent.begin(sending);
        const { importTaskId } = await caller.importFromServer(connectionId, orderOf(context), signal);
        begun.accepted();
        await remembering?.accepted();
        context.remember({ importTaskId });
        context.detail({ importTaskId });
        return 'done';
      } catch (error) {
        if (verdictOnSending(error) !== 'unknown') {
          // nothing went out this time: who gives the import up takes its workbook off the server as well
          begun?.refused();
          await remembering?.refused();
          context.remember({ sentAt });
          // on a full disk the manifest says still that it went out, which costs a question and nothing else
          await outbox.writeManifest(jobId, manifestOf(context, false)).catch(() => undefined);
        }
        throw error;
      }
    },
    lookUp: async (context) => {
      const { memory, signal } = context;
      const { campaignId } = destinationOf(context);
      const tasks = await caller.importTasks(connectionOf(context), campaignId, signal);
      // No task names its file, and two supervisors may send at once: a person compares times and counts.
      return { sentAt: memory.sentAt, rows: memory.clean?.rows ?? null, tasks: tasks.slice(0, tasksShown) };
    },
  };
}

function orderOf(context: ImportContext): ImportOrder {
  const { campaignId, serverId, folder, fileName, startsAt } = destinationOf(context);
  return {
    campaignId,
    serverId,
    // Table 6's example begins with a slash: /isales/20220310.
    ...(folder !== '' && { filePath: `/${folder}` }),
    fileName,
    ...startsAt,
  };
}
