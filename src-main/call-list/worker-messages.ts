import type {
  CellEdit,
  CheckOptions,
  CheckProgress,
  CheckSummary,
  IssuePage,
  IssueQuery,
  ReadOptions,
  RowView,
  SourceInfo,
  WrittenFile,
} from '../contract/call-list.ts';
import type { ErrorShape } from '../contract/errors.ts';
import type { MappedRow, Mapping, MappingProposal } from '../contract/mapping.ts';
import type { ChosenMends, MendPreview, MendProgress, MendScope } from '../contract/mends.ts';
import type { WriteProgress } from './watch.ts';
import type { CleanPart } from './write-outputs.ts';
import type { IssueWords } from './rejects/issues-csv.ts';

/** The words of a rejects workbook that are not those of a rule; the rules' words are found by the language. */
export interface RejectTitles {
  readonly sheetName: string;
  /** Headers of the columns that are added. */
  readonly row: string;
  readonly rule: string;
  readonly explanation: string;
}

/** The words of a list of problems that are not those of a rule. */
export type IssueTitles = Pick<IssueWords, 'headers' | 'severity'>;

/** What the worker does: arguments and results by the name of the call. */
export interface WorkerCalls {
  open: { args: [path: string, options: ReadOptions]; result: SourceInfo };
  read: { args: [options: ReadOptions]; result: SourceInfo };
  check: { args: [options: CheckOptions, now: number | null]; result: CheckSummary };
  summary: { args: []; result: CheckSummary };
  issues: { args: [query: IssueQuery]; result: IssuePage };
  rowAt: { args: [row: number]; result: RowView };
  edit: { args: [edits: readonly CellEdit[]]; result: CheckSummary };
  previewMends: { args: [chosen: ChosenMends, wanted: MendScope]; result: MendPreview };
  applyMends: { args: [chosen: ChosenMends, wanted: MendScope]; result: CheckSummary };
  writeClean: { args: [path: string, part: CleanPart | null]; result: WrittenFile };
  writeRejects: { args: [path: string, titles: RejectTitles, language: 'en' | 'zh']; result: WrittenFile };
  writeIssues: { args: [path: string, titles: IssueTitles, language: 'en' | 'zh']; result: WrittenFile };
  propose: { args: []; result: MappingProposal };
  preview: { args: [mapping: Mapping]; result: MappedRow[] };
  close: { args: []; result: null };
}
export type WorkerCall = keyof WorkerCalls;

/** From main: do this, or stop doing it. */
export type WorkerRequest =
  | {
      [Name in WorkerCall]: { kind: 'call'; id: number; name: Name; args: WorkerCalls[Name]['args'] };
    }[WorkerCall]
  | { readonly kind: 'cancel'; readonly id: number };

/** From the worker: how far it is, and how it ended. */
export type WorkerReply =
  | {
      readonly kind: 'progress';
      readonly id: number;
      readonly progress: CheckProgress | WriteProgress | MendProgress;
    }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorShape };
