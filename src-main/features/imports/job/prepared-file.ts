import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createDeflateRaw } from 'node:zlib';
import * as v from 'valibot';
import { openFile, type RandomAccess } from '../../../call-list/random-access.ts';
import { unreadable } from '../../../call-list/unreadable.ts';
import { ZipWriter } from '../../../call-list/write/zip.ts';
import { readCentralDirectory, type ZipEntry } from '../../../call-list/zip/central-directory.ts';
import { entryStream, type EntryLimits } from '../../../call-list/zip/entry-stream.ts';
import { ImportPlan } from '../../../contract/imports.ts';
import { DialdeskError } from '../../../contract/errors.ts';
import { ListMark, noMarkKnown } from '../../../contract/list-mark.ts';
import { Job } from '../../../contract/jobs.ts';
import { writeAtomically } from '../../../platform/atomic-file.ts';

const format = 'dialdesk-prepared-import';
const version = 1;
const manifestName = 'manifest.json';
const listName = 'list.xlsx';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Line = (most: number) => v.pipe(v.string(), v.nonEmpty(), v.maxLength(most));

/** How every version begins: distinguishes a later version from a damaged file. */
const Head = v.object({
  format: v.literal(format),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

/**
 * What accompanies the workbook. It contains no secret and no path of a workstation, and none of it is trusted: a file
 * server is named by its ID, and its address and user come from the call centre.
 */
export const PreparedManifest = v.object({
  format: v.literal(format),
  version: v.literal(version),
  name: Job.entries.name,
  /** How the connection is named where it was exported, for finding it on another workstation. */
  connection: v.nullable(v.object({ name: Line(60), host: Line(253), vdnId: Count })),
  list: v.object({
    sourceName: Line(255),
    rows: v.pipe(Count, v.minValue(1)),
    rejected: Count,
    /** Of the workbook; `sha256` is lower-case hex. */
    bytes: Count,
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    /** Of the source, for finding out whether it was sent before; null where it is not known. */
    sourceSha256: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))), null),
    /** The check it passed, so that it can be repeated. `checkedAt` is epoch milliseconds. */
    ivr: v.boolean(),
    checkedAt: v.pipe(v.number(), v.integer()),
    /** What all its rows carry; files of earlier versions do not say, and only the rows are believed. */
    mark: v.optional(ListMark, noMarkKnown),
  }),
  plan: v.omit(ImportPlan, ['connectionId']),
});
export type PreparedManifest = v.InferOutput<typeof PreparedManifest>;

/** What the exporter supplies; the rest belongs to this version. */
export type PreparedFacts = Omit<PreparedManifest, 'format' | 'version'>;

/** A workbook is compressed already: one that inflates much further is not a workbook. */
const listLimits: EntryLimits = { maxSize: 2 * 1024 ** 3, maxRatio: 20, ratioFrom: 1 << 20 };
const manifestLimits: EntryLimits = { maxSize: 64 << 10, maxRatio: 100, ratioFrom: 16 << 10 };

/**
 * Writes a prepared import as one file: a ZIP archive of a manifest and the clean workbook. It appears under
 * its name only when it is whole.
 * @throws DialdeskError `local_disk`; `file_changed` when the workbook is not what the facts say
 */
export async function writePreparedFile(
  target: string,
  facts: PreparedFacts,
  workbook: string,
): Promise<{ readonly bytes: number }> {
  return writeAtomically(target, async (file) => {
    const zip = new ZipWriter(file);
    const manifest: PreparedManifest = { format, version, ...facts };
    await zip.add(manifestName, JSON.stringify(manifest, null, 2));
    await zip.begin(listName);
    const hash = createHash('sha256');
    const deflate = createDeflateRaw({ level: 1 });
    const source = createReadStream(workbook);
    source.on('error', (error) => deflate.destroy(error));
    source.on('data', (chunk) => {
      const bytes = Buffer.from(chunk);
      hash.update(bytes);
      zip.account(bytes);
    });
    source.pipe(deflate);
    for await (const chunk of deflate) await zip.write(chunk as Buffer);
    await zip.end();
    if (hash.digest('hex') !== facts.list.sha256) {
      throw new DialdeskError('file_changed', 'The clean workbook is no longer what was checked', {
        details: { name: facts.list.sourceName, what: 'outcome' },
      });
    }
    await zip.finish();
  });
}

/**
 * Opens a file that may come from anywhere, and writes its workbook to `target`.
 * @throws DialdeskError `file_unreadable` with reason `prepared-newer`, `prepared-damaged` or what an archive
 * is refused for; `local_disk`
 */
export async function readPreparedFile(path: string, target: string): Promise<PreparedManifest> {
  const file = await openFile(path);
  try {
    const entries = await readCentralDirectory(file);
    const [manifestEntry, list] = [entries.get(manifestName), entries.get(listName)];
    if (!manifestEntry || !list || entries.size !== 2) throw damaged('other files than it has to');
    const manifest = readManifest(await whole(file, manifestEntry));
    if (list.size !== manifest.list.bytes) throw damaged('a workbook of another size');
    await extract(file, list, target, manifest.list.sha256);
    return manifest;
  } finally {
    await file.close();
  }
}

function readManifest(text: string): PreparedManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw damaged('a manifest that is no JSON');
  }
  const head = v.safeParse(Head, json);
  if (!head.success) throw damaged('no manifest of a prepared import');
  if (head.output.version > version) {
    throw unreadable('prepared-newer', `A later Dialdesk wrote it: version ${head.output.version}.`);
  }
  const manifest = v.safeParse(PreparedManifest, json);
  if (manifest.success) return manifest.output;
  throw damaged(`a manifest that does not fit: ${v.getDotPath(manifest.issues[0]) ?? ''}`);
}

async function whole(file: RandomAccess, entry: ZipEntry): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of entryStream(file, entry, manifestLimits)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

async function extract(file: RandomAccess, entry: ZipEntry, target: string, sha256: string): Promise<void> {
  await writeAtomically(target, async (written) => {
    const hash = createHash('sha256');
    for await (const chunk of entryStream(file, entry, listLimits)) {
      hash.update(chunk);
      await written.append(chunk);
    }
    if (hash.digest('hex') !== sha256) throw damaged('a workbook with another SHA-256');
  });
}

function damaged(what: string): DialdeskError {
  return unreadable('prepared-damaged', `The file has ${what}.`);
}
