import * as v from 'valibot';
import type { ImportPayload } from '../imports/job/import-payload.ts';

const Marked = v.object({ mark: v.object({ mark: v.pipe(v.string(), v.nonEmpty()) }) });

/** The customField that all rows of an import carry; null where there is none. */
export function markOf(payload: ImportPayload): string | null {
  const marked = v.safeParse(Marked, payload);
  return marked.success ? marked.output.mark.mark : null;
}
