import type {
  CellEdit,
  CheckOptions,
  CheckProgress,
  IssueQuery,
  ReadOptions,
} from '../contract/call-list.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { Mapping } from '../contract/mapping.ts';
import type { ChosenMends, MendProgress, MendScope } from '../contract/mends.ts';
import type { Watch } from '../platform/worker-protocol.ts';
import { serve } from '../platform/worker-server.ts';
import { CallListEngine } from './engine.ts';
import type { ReadWatch } from './do-not-call/read-do-not-call.ts';
import type { ListToKeep } from './known/keep-list.ts';
import type { KnownPlaces } from './known/places.ts';
import type { NumbersToWrite } from './known/write-numbers.ts';
import {
  issueWords,
  rejectWords,
  type IssueTitles,
  type Language,
  type RejectTitles,
} from './reject-words.ts';
import type { ChosenRows } from './results/choose-rows.ts';
import type { JoinInput } from './results/join-results.ts';
import type { WriteProgress } from './watch.ts';
import type { CleanChoice } from './write-outputs.ts';

// The entry of a call list's worker: one engine, which session.ts calls.

let engine: CallListEngine | undefined;

function list(): CallListEngine {
  if (engine === undefined) throw new DialdeskError('conflict', 'No list is open.');
  return engine;
}

interface Checking {
  readonly options: CheckOptions;
  readonly now?: Date | undefined;
  readonly places?: KnownPlaces | undefined;
}

interface Mends {
  readonly chosen: ChosenMends;
  readonly wanted: MendScope;
}

const calls = {
  async open({ path, read }: { path: string; read: ReadOptions }) {
    engine = await CallListEngine.open(path, read);
    return engine.info;
  },
  async close() {
    await engine?.close();
    engine = undefined;
  },
  read: (options: ReadOptions) => list().read(options),
  check: ({ options, now, places }: Checking, watch: Watch<CheckProgress>) =>
    list().check(options, watch, now, places),
  summary: () => list().checked.summary(),
  issues: (query: IssueQuery) => list().checked.issues(query),
  rowAt: (row: number) => list().checked.rowAt(row),
  edit: (edits: readonly CellEdit[]) => list().checked.edit(edits),
  previewMends: ({ chosen, wanted }: Mends, watch: Watch<MendProgress>) =>
    list().checked.previewMends(chosen, wanted, watch),
  applyMends: ({ chosen, wanted }: Mends, watch: Watch<MendProgress>) =>
    list().checked.applyMends(chosen, wanted, watch),
  writeClean: ({ path, choice }: { path: string; choice: CleanChoice }, watch: Watch<WriteProgress>) =>
    list().checked.writeClean(path, watch, choice),
  writeNumbers: (wanted: NumbersToWrite) => list().checked.writeNumbers(wanted),
  writeRejects: async (
    { path, words, language }: { path: string; words: RejectTitles; language: Language },
    watch: Watch<WriteProgress>,
  ) => list().checked.writeRejects(path, await rejectWords(words, language), watch),
  writeIssues: async (
    { path, words, language }: { path: string; words: IssueTitles; language: Language },
    watch: Watch<WriteProgress>,
  ) => list().checked.writeIssues(path, await issueWords(words, language), watch),
  // These take files of their own, and need no list that is open.
  keepList: async (list: ListToKeep, watch: ReadWatch) => {
    const { keepList } = await import('./known/keep-list.ts');
    return keepList(list, watch);
  },
  joinResults: async (input: JoinInput, watch: Watch<WriteProgress>) => {
    const { joinResults } = await import('./results/join-results.ts');
    return joinResults(input, watch);
  },
  chooseRows: async (chosen: ChosenRows, watch: Watch<WriteProgress>) => {
    const { chooseRows } = await import('./results/choose-rows.ts');
    return chooseRows(chosen, watch);
  },
  propose: () => list().propose(),
  preview: (mapping: Mapping) => list().preview(mapping),
};
export type CallListCalls = typeof calls;

/** Calls that only read the list, for seconds where it is long. */
const reading: ReadonlySet<keyof CallListCalls> = new Set([
  'previewMends',
  'preview',
  'writeClean',
  'writeNumbers',
  'writeRejects',
  'writeIssues',
]);
/** Calls are done one after the other: the engine is one list with one state. */
let queue: Promise<void> = Promise.resolve();
/** Calls in the queue that may change what is known of the list. */
let changing = 0;

serve(calls, (name, run) => {
  // A page of problems is there at once, and need not wait until the list has been read to its end.
  if (name === 'issues' && changing === 0) void run();
  else if (reading.has(name)) queue = queue.then(run);
  else {
    changing += 1;
    queue = queue.then(run).finally(() => (changing -= 1));
  }
});
