import { DialdeskError } from '../contract/errors.ts';
import type { AiccClient, CallOptions } from './client.ts';
import { isalesPath } from './isales-path.ts';

/**
 * Deletes all numbers of a campaign that carry this customField and may be deleted: those in a call or completed stay,
 * and a running campaign refuses (0200028). They are moved to the history. The answer tells no count. It may be repeated:
 * a second request finds what the first one left, and no other number. Systems may lack it: not_offered.
 * Source: the vendor's page 0761 (4033).
 * @throws DialdeskError `internal` for an empty mark, before anything is sent: what an empty body deletes is not known
 */
export async function deleteByMark(
  client: AiccClient,
  campaignId: string,
  mark: string,
  options?: CallOptions,
): Promise<void> {
  if (mark.trim() === '') throw new DialdeskError('internal', 'Numbers are never deleted without a mark');
  await client.call(
    {
      interface: 'calldata/delete',
      service: 'isales',
      method: 'POST',
      path: isalesPath(client, 'calldata', campaignId, 'delete'),
      fields: { customField: mark, archiveHistory: 1 },
      repeat: 'once',
    },
    options,
  );
}
