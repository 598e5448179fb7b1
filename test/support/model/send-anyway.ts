import { detailsOf } from '../../../src-main/contract/error-details.ts';
import { DialdeskError, type ErrorShape } from '../../../src-main/contract/errors.ts';
import type { SentPrepared } from '../../../src-main/contract/imports.ts';

/** The jobs that a refusal names because the same was sent by them; none of any other error. */
export const sentBy = (error: Pick<ErrorShape, 'code' | 'details'>): string[] =>
  (detailsOf(error, 'sent_before').sent ?? []).map(({ jobId }) => jobId);

/** The user sees what was sent before, and sends it all the same. */
export async function sendAnyway<T>(send: (again: string[]) => Promise<T>): Promise<T> {
  try {
    return await send([]);
  } catch (error) {
    if (!(error instanceof DialdeskError) || error.code !== 'sent_before') throw error;
    return send(sentBy(error));
  }
}

/** The same for a prepared import, of which the refusal is part of the answer. */
export async function sendPreparedAnyway(
  send: (again: string[]) => Promise<SentPrepared>,
): Promise<SentPrepared> {
  const answer = await send([]);
  const again = answer.refused.flatMap(({ error }) => sentBy(error));
  return again.length === 0 ? answer : send(again);
}
