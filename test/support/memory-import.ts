import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { DialdeskError } from '../../src-main/contract/errors.ts';
import type {
  CleanListWriter,
  FileServerSession,
  FileToUpload,
  ImportCaller,
  ImportOrder,
  SentLedger,
  SftpOpener,
  Witnesses,
} from '../../src-main/features/imports/job/collaborators.ts';
import type { UnderName } from '../../src-main/sftp/transfer/direct.ts';
import type { ImportPayload } from '../../src-main/features/imports/job/import-payload.ts';

/** An import of three rows to a server that need not be there; `change` replaces some of it. */
export function sampleImport(change: Partial<ImportPayload> = {}): ImportPayload {
  return {
    source: { name: 'leads.xlsx', path: '/nowhere/leads.xlsx', size: 10, mtimeMs: 1, sha256: null },
    check: { options: { ivr: false, duplicates: 'first' }, edits: [], at: 0, part: null },
    rows: 3,
    rejected: 1,
    connectionName: 'Headquarters',
    destination: {
      campaignId: 'C1',
      campaignName: null,
      serverId: '42',
      server: { ip: '192.0.2.1', port: 22, filePath: '/home/sftp', userName: 'import' },
      folder: 'isales/2026',
      fileName: 'spring.xlsx',
      replace: false,
      verify: 'size',
      startsAt: null,
    },
    draft: null,
    again: [],
    startPlan: null,
    mark: { mark: null, markOrigin: 'unknown' },
    ...change,
  };
}

/** Writes a text for a workbook. */
export class MemoryWriter implements CleanListWriter {
  written = 0;
  content = 'a clean list';

  async writeClean(...[, payload, path, { onProgress }]: Parameters<CleanListWriter['writeClean']>) {
    this.written++;
    onProgress(0.5);
    await writeFile(`${path}.part`, this.content);
    await rename(`${path}.part`, path);
    const sha256 = createHash('sha256').update(this.content).digest('hex');
    return { rows: payload.rows, bytes: Buffer.byteLength(this.content), sha256, rowsSha256: sha256 };
  }
}

/** A file server in memory. `before` runs before each request, and may throw or wait. */
export class MemoryFileServer implements SftpOpener {
  readonly files = new Map<string, string>();
  /** Times of files, ms; 0 for those that are not in it. */
  readonly modified = new Map<string, number>();
  readonly folders: string[] = [];
  readonly removed: unknown[] = [];
  /** What an upload straight to its name left there. */
  leftUnderName: UnderName | undefined = undefined;
  sessions = 0;
  closed = 0;
  before: (request: string, file?: FileToUpload) => void | Promise<void> = () => undefined;

  async open(): Promise<FileServerSession> {
    await this.before('open');
    this.sessions++;
    let open = true;
    return {
      get open() {
        return open;
      },
      close: () => {
        open = false;
        this.closed++;
      },
      makeFolders: (base, folder) => {
        this.folders.push(`${base}/${folder}`);
        return Promise.resolve();
      },
      sizeOf: async (path) => {
        await this.before('sizeOf');
        return this.files.get(path)?.length ?? null;
      },
      fileAt: (path) => {
        const content = this.files.get(path);
        if (content === undefined) return Promise.resolve(null);
        return Promise.resolve({ bytes: content.length, modifiedMs: this.modified.get(path) ?? 0 });
      },
      remove: (path) => {
        this.files.delete(path);
        return Promise.resolve();
      },
      removeLeftovers: (state) => {
        this.removed.push(state);
        return Promise.resolve(this.leftUnderName);
      },
      upload: (file) => this.#upload(file),
    };
  }

  async #upload(file: FileToUpload): Promise<void> {
    file.onState({ part: file.remotePath, acknowledged: 0 });
    await this.before('upload', file);
    if (this.files.has(file.remotePath) && !file.replace) {
      file.onState(null);
      throw new DialdeskError('file_exists', 'exists', { details: { path: file.remotePath } });
    }
    const content = await readFile(file.local, 'utf8');
    file.onProgress(content.length, content.length);
    this.files.set(file.remotePath, content);
    file.onState(null);
  }
}

/** A call centre that counts. */
export class CountingCaller implements ImportCaller {
  readonly orders: ImportOrder[] = [];
  answer: () => Promise<{ importTaskId: string | null }> = () => Promise.resolve({ importTaskId: '1648' });

  importFromServer(_connectionId: string, order: ImportOrder) {
    this.orders.push(order);
    return this.answer();
  }
}

/** Knows of nothing that was sent before: for tests that send the same content many times. */
export const forgetful: SentLedger = {
  look: () => undefined,
  begin: () => ({ accepted: () => undefined, refused: () => undefined }),
};

/** Nobody knows anything of an import whose answer was lost. */
export const silentWitnesses: Witnesses = {
  hear: () =>
    Promise.resolve({ witnesses: [], tasks: [], verdict: { kind: 'ask', doubt: null }, again: false }),
};
