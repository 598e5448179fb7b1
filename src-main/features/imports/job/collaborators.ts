import type { WrittenCleanList } from '../../../contract/call-list.ts';
import type { UnderName } from '../../../sftp/transfer/direct.ts';
import type { Heard } from '../witnesses/import-witnesses.ts';
import type { SentRequest } from '../witnesses/sent-request.ts';
import type { ImportDestination, ImportMemory, ImportPayload } from './import-payload.ts';

/** Writes the clean list of a checked source. */
export interface CleanListWriter {
  /**
   * Writes the workbook to `path`: whole under that name, and on the disk, or not at all.
   * Progress is a fraction, 0 to 1. @throws DialdeskError `file_changed` when the source is another than was
   * checked, `file_unreadable`, `local_disk`, `cancelled`.
   */
  writeClean(
    jobId: string,
    payload: ImportPayload,
    path: string,
    watch: { readonly signal: AbortSignal; readonly onProgress: (fraction: number) => void },
  ): Promise<WrittenCleanList>;
}

/** One file to be put on a file server. */
export interface FileToUpload {
  readonly local: string;
  readonly remotePath: string;
  readonly replace: boolean;
  readonly verify: 'size' | 'sha256';
  /** Of the local file, lower-case hex: another content is refused. */
  readonly sha256: string;
  /** What `onState` was given last. */
  readonly resume: Readonly<Record<string, unknown>> | null;
  /** Aborted with an Interruption: only `cancel` removes what is on the server. */
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number, total: number) => void;
  readonly onState: (state: Readonly<Record<string, unknown>> | null) => void;
}

/** A logged-in conversation with a file server. Errors are those of src-main/sftp. */
export interface FileServerSession {
  upload(file: FileToUpload): Promise<void>;
  /** Makes the folder and those above it, down from `base`, which must be there. */
  makeFolders(base: string, folder: string): Promise<void>;
  /** Bytes; null when there is no such file, 'unseen' where the server does not say. */
  sizeOf(path: string): Promise<number | null | 'unseen'>;
  /** What is under that very name, links not followed; null when it is no file. What is unknown is null. */
  fileAt(path: string): Promise<{ readonly bytes: number | null; readonly modifiedMs: number | null } | null>;
  remove(path: string): Promise<void>;
  /** Removes what an upload left under its temporary names. @returns what it left under the final name, if it wrote there */
  removeLeftovers(state: Readonly<Record<string, unknown>>): Promise<UnderName | undefined>;
  /** Whether it can still be used. */
  readonly open: boolean;
  close(): void;
}

/** Opens sessions; the password, the host keys and this workstation's own settings are its affair. */
export interface SftpOpener {
  open(
    server: ImportDestination['server'] & { readonly connectionId: string; readonly serverId: string },
    signal: AbortSignal,
  ): Promise<FileServerSession>;
}

/** What is asked of the call centre, as Table 6 of the import interface names it. */
export interface ImportOrder {
  readonly campaignId: string;
  readonly serverId: string;
  /** Relative to the server's default path; left out when the file is in that path itself. */
  readonly filePath?: string;
  readonly fileName: string;
  readonly hour?: number;
  readonly minute?: number;
}

/** Talks to the call centre. */
export interface ImportCaller {
  /**
   * Starts the import, once. @throws DialdeskError `outcome_unknown` whenever the request may have arrived and
   * no readable answer came; any other code says that it was not carried out.
   */
  importFromServer(
    connectionId: string,
    order: ImportOrder,
    signal: AbortSignal,
  ): Promise<{ readonly importTaskId: string | null }>;
}

/** Who may know what became of an import whose answer was lost. */
export interface Witnesses {
  /** Asks all of them. Never throws but for the signal. */
  hear(sent: SentRequest, signal: AbortSignal): Promise<Heard>;
}

/** An import that is about to be asked for. */
export interface ImportToSend {
  readonly jobId: string;
  readonly name: string;
  readonly connectionId: string;
  readonly payload: ImportPayload;
  readonly memory: ImportMemory;
}

/** Remembers whose numbers were sent. Never throws: sending does not wait for a memory that does not work. */
export interface NumberLedger {
  /** To be called right before the call centre is asked. */
  begin(sending: ImportToSend): Promise<{
    accepted(): Promise<void>;
    /** Nothing went out, or it was refused. */
    refused(): Promise<void>;
  }>;
}

/** Remembers what was sent, so that nothing is sent again without a word. */
export interface SentLedger {
  /** @throws DialdeskError `sent_before` for what was sent by another job, and nobody has agreed to send again */
  look(sending: ImportToSend): void;
  /**
   * Looks, and records that the request is about to go out, in one go.
   * @throws DialdeskError as `look`, `local_disk`
   */
  begin(sending: ImportToSend): {
    /** The call centre took it. */
    accepted(): void;
    /** Nothing went out, or it was refused: what was known before holds. */
    refused(): void;
  };
}
