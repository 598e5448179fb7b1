import { DialdeskError } from '../../../contract/errors.ts';
import type { StepContext, StepOfKind } from '../../../jobs/job-kind.ts';
import type {
  CleanListWriter,
  ImportCaller,
  NumberLedger,
  SentLedger,
  SftpOpener,
  Witnesses,
} from './collaborators.ts';
import type { ImportDestination, ImportMemory, ImportPayload } from './import-payload.ts';
import type { JobFiles } from '../../outbox/job-files.ts';

export type ImportContext = StepContext<ImportPayload, ImportMemory>;
export type ImportStep = StepOfKind<ImportPayload, ImportMemory>;

/** What an import works with. */
export interface ImportJobDeps {
  readonly files: JobFiles;
  readonly writer: CleanListWriter;
  readonly sftp: SftpOpener;
  readonly caller: ImportCaller;
  readonly witnesses: Witnesses;
  readonly sent: SentLedger;
  /** Left out, nobody's numbers are remembered. */
  readonly numbers?: NumberLedger;
  /** The latest moment at which anything of a job was recorded, epoch milliseconds. */
  readonly seenAt: (jobId: string) => number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The destination of a job that is being sent; the kind's `missing` has made sure there is one. */
export function destinationOf({ payload }: ImportContext): ImportDestination {
  if (payload.destination) return payload.destination;
  throw new DialdeskError('internal', 'An import without destination was sent');
}
