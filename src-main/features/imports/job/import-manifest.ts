import * as v from 'valibot';
import type { DialdeskError } from '../../../contract/errors.ts';
import type { FoundJob } from '../../../jobs/new-job.ts';
import { jsonColumn } from '../../../store/json-column.ts';
import type { ImportContext } from './import-step.ts';
import { ImportMemory, ImportPayload } from './import-payload.ts';

/** Kept beside a clean workbook: enough to rebuild its job if the database is lost. */
export const ImportManifest = v.object({
  name: v.string(),
  connectionId: v.nullable(v.pipe(v.string(), v.uuid())),
  payload: ImportPayload,
  memory: ImportMemory,
  /** Whether the import had been sent, or was about to be, when this was written. */
  sending: v.boolean(),
});
export type ImportManifest = v.InferOutput<typeof ImportManifest>;

const column = jsonColumn(ImportManifest);

/** The manifest of a job in its current state. */
export function manifestOf(
  context: Pick<ImportContext, 'name' | 'connectionId' | 'payload' | 'memory'>,
  sending: boolean,
): object {
  const { name, connectionId, payload, memory } = context;
  return JSON.parse(column.encode({ name, connectionId, payload, memory, sending })) as object;
}

/**
 * The import whose manifest was found in the outbox: prepared, so that nothing is sent without being asked, or unknown
 * if it was or may have been sent. Null if this is not the manifest of an import.
 * @param lost the error that an unknown outcome carries
 */
export function foundImport(id: string, found: unknown, lost: DialdeskError): FoundJob | null {
  const decoded = column.decode(JSON.stringify(found));
  if (!decoded.ok) return null;
  const { name, connectionId, payload, memory, sending } = decoded.value;
  return {
    job: { id, kind: 'import', name, connectionId, payload, hold: !sending },
    known: { memory, done: ['write'], unknown: sending ? { step: 'import', error: lost } : null },
  };
}
