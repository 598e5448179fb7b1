import * as v from 'valibot';
import { jsonColumn } from '../../../store/json-column.ts';
import type { ImportContext } from './import-step.ts';
import { ImportMemory, ImportPayload } from './import-payload.ts';

/** What stands beside a clean workbook: enough to make its job again when the database is lost. */
export const ImportManifest = v.object({
  name: v.string(),
  connectionId: v.nullable(v.pipe(v.string(), v.uuid())),
  payload: ImportPayload,
  memory: ImportMemory,
  /** Whether the import went out, or was about to, when this was written. */
  sending: v.boolean(),
});
export type ImportManifest = v.InferOutput<typeof ImportManifest>;

const column = jsonColumn(ImportManifest);

/** The manifest of a job as it is now. */
export function manifestOf(
  context: Pick<ImportContext, 'name' | 'connectionId' | 'payload' | 'memory'>,
  sending: boolean,
): object {
  const { name, connectionId, payload, memory } = context;
  return JSON.parse(column.encode({ name, connectionId, payload, memory, sending })) as object;
}

/** A manifest that was found, or null for what is none of ours. */
export function readManifest(found: unknown): ImportManifest | null {
  const decoded = column.decode(JSON.stringify(found));
  return decoded.ok ? decoded.value : null;
}
