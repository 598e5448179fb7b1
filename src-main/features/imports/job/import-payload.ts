import * as v from 'valibot';
import { CheckOptions } from '../../../contract/call-list.ts';
import { StartTime } from '../../../contract/jobs.ts';
import type { ImportSummary } from '../../../contract/jobs.ts';
import { ListMark, noMarkKnown } from '../../../contract/list-mark.ts';
import { ListChange } from '../../../contract/mends.ts';
import { StartPlan } from '../../../contract/start-plan.ts';
import { jsonColumn } from '../../../store/json-column.ts';
import { anyOf, withoutEnd } from '../../../contract/text-edges.ts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Text = v.pipe(v.string(), v.nonEmpty());

/** The file the list came from, and how to tell that it is still the one that was checked. */
export const ImportSource = v.object({
  name: Text,
  /** Null where the list came in a prepared file: then its clean workbook is all there is. */
  path: v.nullable(Text),
  size: Count,
  mtimeMs: v.number(),
  /** Of the file that was checked, lower-case hex; null where it is not known. */
  sha256: v.optional(v.nullable(v.string()), null),
});

/** All that makes the same clean list of the same source again, perhaps after a restart. */
export const ImportCheck = v.object({
  options: CheckOptions,
  /** What was changed after the check, in that order. */
  edits: v.array(ListChange),
  /** "Now" of the check, epoch milliseconds: some rules compare with it. */
  at: v.number(),
  /** The part of the ready rows, counted from 0, that this import takes; null for all. */
  part: v.nullable(v.object({ from: Count, count: Count })),
});

/** Where the workbook goes and what is to happen to it. */
export const ImportDestination = v.object({
  campaignId: Text,
  campaignName: v.nullable(v.string()),
  serverId: Text,
  /** As the call centre described the server when it was chosen. */
  server: v.object({
    ip: Text,
    port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
    filePath: Text,
    userName: Text,
  }),
  /** Below the server's default path: segments with `/` between them, or ''. */
  folder: v.string(),
  fileName: Text,
  /** Whether a file of that name may be replaced. */
  replace: v.boolean(),
  /** `size`, or `sha256`: the file is read back before it gets its name. */
  verify: v.picklist(['size', 'sha256']),
  startsAt: v.nullable(StartTime),
});
export type ImportDestination = v.InferOutput<typeof ImportDestination>;

/** What is known of the destination of a prepared import while it is not complete. */
export const ImportDraft = v.object({
  campaignId: v.nullable(Text),
  campaignName: v.nullable(v.string()),
  serverId: v.nullable(Text),
  /** For showing only: where the server is, is asked of the call centre, never read from a file. */
  serverName: v.nullable(v.string()),
  folder: v.string(),
  fileName: Text,
  startsAt: v.nullable(StartTime),
});
export type ImportDraft = v.InferOutput<typeof ImportDraft>;

/** What an import is to do. Without a destination it is kept as prepared. */
export const ImportPayload = v.object({
  source: ImportSource,
  /** Null where the list came in a prepared file. */
  check: v.nullable(ImportCheck),
  /** Of the check: rows that go out and rows that do not. */
  rows: Count,
  rejected: Count,
  /** For matching the connection on another workstation. */
  connectionName: v.string(),
  destination: v.nullable(ImportDestination),
  /** Null where `destination` says it all. */
  draft: v.optional(v.nullable(ImportDraft), null),
  /** When it is to start, of a scheduled one; null where the day was not recorded. */
  startPlan: v.optional(v.nullable(StartPlan), null),
  /** Earlier sendings of the same content, by their jobs, after which it is to be sent all the same. */
  again: v.optional(v.array(v.string()), []),
  /** What all rows carry, or will once they are written; imports of earlier versions have none. */
  mark: v.optional(ListMark, noMarkKnown),
  /** Whether it was handed on in a prepared file: somebody else may send the same rows, with the same mark. */
  handedOn: v.optional(v.boolean()),
});
export type ImportPayload = v.InferOutput<typeof ImportPayload>;
export const importPayloadColumn = jsonColumn(ImportPayload);

/** What the steps of an import have learned. */
export const ImportMemory = v.object({
  /** The clean workbook in the job's folder. `sha256` is lower-case hex. */
  clean: v.nullable(
    v.object({
      ...{ rows: Count, bytes: Count, sha256: v.string() },
      /** Of its rows without the mark; null where an earlier version wrote it. */
      rowsSha256: v.optional(v.nullable(v.string()), null),
    }),
  ),
  /** How far an upload is: an UploadState of src-main/sftp. */
  upload: v.nullable(v.record(v.string(), v.unknown())),
  /** The file under its final name. `modifiedMs` is the server's, and distinguishes our file from one put there later. */
  uploaded: v.nullable(
    v.object({ path: v.string(), bytes: Count, modifiedMs: v.optional(v.nullable(v.number()), null) }),
  ),
  /** When the import was last sent, epoch milliseconds. */
  sentAt: v.nullable(v.number()),
  /** When its answer was given up; null while it was not, and where the app ended first. */
  lostAt: v.optional(v.nullable(v.number())),
  /** Whether it was sent before, with an outcome that nobody knew. */
  sentTwice: v.optional(v.boolean()),
  importTaskId: v.nullable(v.string()),
});
export type ImportMemory = v.InferOutput<typeof ImportMemory>;
export const importMemoryColumn = jsonColumn(ImportMemory);
export const emptyImportMemory: ImportMemory = {
  clean: null,
  upload: null,
  uploaded: null,
  sentAt: null,
  importTaskId: null,
};

/** What a list of jobs shows of an import. */
export function importSummary(payload: ImportPayload): ImportSummary {
  const { source, rows, rejected, destination } = payload;
  const known = destination ?? payload.draft;
  return {
    kind: 'import',
    sourceName: source.name,
    rows,
    rejected,
    campaignId: known?.campaignId ?? null,
    campaignName: known?.campaignName ?? null,
    serverId: known?.serverId ?? null,
    serverName: destination?.server.ip ?? payload.draft?.serverName ?? null,
    remotePath: known ? [known.folder, known.fileName].filter(Boolean).join('/') : null,
    startsAt: known?.startsAt ?? null,
    ...payload.mark,
  };
}

/** What the writer of the clean workbook puts into every row; undefined to leave rows as they are. */
export function markToWrite({ mark: { mark, markOrigin } }: Pick<ImportPayload, 'mark'>): string | undefined {
  return markOrigin === 'dialdesk' && mark !== null ? mark : undefined;
}

/** The folder on the server: its default path and the folder below it, e.g. `/home/sftp/isales`. */
export function remoteFolder({ server, folder }: ImportDestination): string {
  const base = withoutEnd(server.filePath, anyOf('/')) || server.filePath.slice(0, 1);
  return folder === '' ? base : `${base === '/' ? '' : base}/${folder}`;
}

/** The file on the server, e.g. `/home/sftp/isales/demo.xlsx`. */
export function remoteFile(destination: ImportDestination): string {
  const folder = remoteFolder(destination);
  return `${folder === '/' ? '' : folder}/${destination.fileName}`;
}
