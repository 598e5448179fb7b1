import * as v from 'valibot';
import {
  CellEdit,
  CheckProgress,
  CheckRequest,
  CheckSummary,
  IssuePage,
  IssueQuery,
  ReadOptions,
  RowView,
  SourceInfo,
} from './call-list.ts';
import { MappedRow, Mapping, MappingProposal, SavedMapping } from './mapping.ts';
import { AppliedMends, MendPreview, MendProgress } from './mends.ts';
import { SavedFile } from './files.ts';
import { call, push } from './define.ts';

const CallListId = v.pipe(v.string(), v.uuid());
const InCallList = v.object({ list: CallListId });
const OpenCallList = v.object({ list: CallListId, source: SourceInfo });

/** Call lists: opened, mapped, checked, mended and saved. */
export const callLists = {
  /** Opens a dropped or picked file and looks at its head. The list stays open until it is closed. */
  open: call(v.object({ token: v.pipe(v.string(), v.uuid()) }), OpenCallList),
  /** Reads the head again: another sheet, header row, encoding or delimiter. */
  read: call(v.object({ list: CallListId, options: ReadOptions }), SourceInfo),
  /**
   * What the columns of a list that is not in template form are taken for, and a saved mapping for the same
   * headers. With `findHeader` it may also read the list again with the header row that fits better.
   */
  propose: call(
    v.object({ ...InCallList.entries, findHeader: v.boolean() }),
    v.object({ source: SourceInfo, proposal: MappingProposal, saved: v.nullable(SavedMapping) }),
  ),
  /** The first rows as a mapping would send them. */
  preview: call(v.object({ ...InCallList.entries, mapping: Mapping }), v.array(MappedRow)),
  /** Checks every row. Changes made to the same reading of the list stay. Fails with `cancelled` after `cancel`. */
  check: call(v.object({ list: CallListId, options: CheckRequest }), CheckSummary),
  /** How many changes were made and taken back, and how many of them a check with these options would lose. */
  changes: call(
    v.object({ ...InCallList.entries, options: v.optional(CheckRequest) }),
    v.object({ made: v.number(), undone: v.number(), lost: v.number() }),
  ),
  /** Takes the last change back, or makes it again, by another check. `conflict` where there is none. */
  step: call(v.object({ ...InCallList.entries, to: v.picklist(['undo', 'redo']) }), CheckSummary),
  cancel: call(v.object({ list: CallListId }), v.void()),
  issues: call(v.object({ list: CallListId, query: IssueQuery }), IssuePage),
  row: call(v.object({ ...InCallList.entries, row: CellEdit.entries.row }), RowView),
  /** Changes one cell and checks its row again. The source file is never touched. */
  edit: call(
    v.object({ ...InCallList.entries, edit: CellEdit }),
    v.object({ row: RowView, summary: CheckSummary }),
  ),
  /** What mends would change. Fails with `cancelled` when another look was asked for meanwhile. */
  previewMends: call(v.object({ ...InCallList.entries, mends: AppliedMends }), MendPreview),
  /** Does it. Fails with `cancelled` after `cancel`, unless it was too late for that. */
  mend: call(v.object({ ...InCallList.entries, mends: AppliedMends }), CheckSummary),
  /** Asks where to, and writes every problem as CSV; null when cancelled. */
  saveProblems: call(InCallList, v.nullable(SavedFile)),
  /** Asks where to, and writes the rejected rows with the rule each broke; null when cancelled. */
  saveRejects: call(v.object({ list: CallListId }), v.nullable(SavedFile)),
  saveTemplate: call(v.object({ examples: v.boolean() }), v.nullable(SavedFile)),
  close: call(v.object({ list: CallListId }), v.void()),
  progress: push(v.object({ list: CallListId, progress: CheckProgress })),
  /** Of `previewMends` and `mend`, whichever goes on. */
  mendProgress: push(v.object({ list: CallListId, progress: MendProgress })),
} as const;

/** Mappings that were saved for lists of the same headers. */
export const mappings = {
  /** All that were saved, by name. */
  list: call(v.void(), v.array(SavedMapping)),
  /** Keeps the mapping for lists with the headers of this one. An older one of that name goes. */
  save: call(v.object({ list: CallListId, ...v.omit(SavedMapping, ['id']).entries }), SavedMapping),
  remove: call(v.object({ id: SavedMapping.entries.id }), v.void()),
} as const;
