import * as v from 'valibot';
import type { DialdeskError } from '../../src-main/contract/errors.ts';
import type { JobAnswer, JobKind, LookedUp, StepContext } from '../../src-main/jobs/job-kind.ts';
import { jsonColumn } from '../../src-main/store/json-column.ts';

/** What a scripted job is to do: `server` is the resource it needs. */
export interface ScriptedPayload {
  server: string | null;
  replace: boolean;
}
export interface ScriptedMemory {
  bytes: number;
  taskId: string | null;
}
export type ScriptedContext = StepContext<ScriptedPayload, ScriptedMemory>;

/** A step that has been begun and waits for the test to end it. */
export interface StepUnderWay {
  readonly step: string;
  readonly context: ScriptedContext;
  end(): void;
  fail(error: unknown): void;
}

/**
 * A kind of job with the import's steps, whose every step waits until the test ends it. It stops when it is
 * interrupted, as real steps do, except `import`, which hears of nothing but the end of the app.
 */
export class ScriptedKind implements JobKind<ScriptedPayload, ScriptedMemory> {
  readonly name = 'import';
  readonly payload = jsonColumn(v.object({ server: v.nullable(v.string()), replace: v.boolean() }));
  readonly memory = jsonColumn(v.object({ bytes: v.number(), taskId: v.nullable(v.string()) }));
  readonly emptyMemory = { bytes: 0, taskId: null };
  readonly begun: StepUnderWay[] = [];
  readonly discarded: string[] = [];
  /** What stays elsewhere when a job is given up. */
  left: DialdeskError | null = null;
  /** Until when its files go. */
  discarding: Promise<void> = Promise.resolve();
  /** Answers of stillDone. */
  fileThere = true;
  missingNow: DialdeskError | null = null;
  lookUp: () => Promise<LookedUp> = () =>
    Promise.resolve({ found: { tasks: [] }, asked: true, again: false });
  #waiting: ((step: StepUnderWay) => void)[] = [];

  readonly steps = [
    {
      ...this.#step('write'),
      repeatable: true,
      preparation: true,
      stillDone: () => Promise.resolve(this.fileThere),
    },
    { ...this.#step('upload'), repeatable: true },
    { ...this.#step('import'), repeatable: false, lookUp: () => this.lookUp() },
  ];

  resourceOf(payload: ScriptedPayload): string | null {
    return payload.server;
  }

  summary() {
    return {
      kind: 'import' as const,
      sourceName: 'leads.xlsx',
      rows: 1,
      rejected: 0,
      campaignId: null,
      campaignName: null,
      serverId: null,
      serverName: null,
      remotePath: null,
      startsAt: null,
      mark: null,
      markOrigin: 'unknown' as const,
    };
  }

  missing(): DialdeskError | null {
    return this.missingNow;
  }

  result(memory: ScriptedMemory) {
    return { importTaskId: memory.taskId };
  }

  answered(payload: ScriptedPayload, answer: JobAnswer): ScriptedPayload | null {
    return answer.kind === 'replace' ? { ...payload, replace: true } : null;
  }

  edited(before: ScriptedPayload, after: ScriptedPayload, memory: ScriptedMemory) {
    return before.server === after.server
      ? { redo: [], memory }
      : { redo: ['upload'], memory: { ...memory, bytes: 0 } };
  }

  async discard(context: ScriptedContext): Promise<DialdeskError | null> {
    this.discarded.push(context.jobId);
    await this.discarding;
    return this.left;
  }

  /** The next step that is begun, or was begun and not yet taken by the test. */
  next(): Promise<StepUnderWay> {
    const ready = this.begun.shift();
    if (ready) return Promise.resolve(ready);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #step(id: string) {
    const run = (context: ScriptedContext): Promise<'done' | 'skipped'> =>
      new Promise((resolve, reject) => {
        context.signal.addEventListener('abort', () => {
          reject(new Error('interrupted'));
        });
        const step: StepUnderWay = {
          step: id,
          context,
          end: () => {
            resolve('done');
          },
          fail: reject,
        };
        const taker = this.#waiting.shift();
        if (taker) taker(step);
        else this.begun.push(step);
      });
    return { id, run };
  }
}
