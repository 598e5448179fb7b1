import type { CalledBefore, CalledCampaign, EarlierImport } from '../../src-main/contract/called-before.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { enumerate, formatCount, formatMoment, formatShare, listNames } from '../app/format.ts';
import { sentences } from '../app/sentences.ts';

/** As many campaigns as a sentence names. */
const named = 3;

/** "in the last 7 days" */
export const inTheLastDays = (days: number): string =>
  m.memory_days({ count: days, countText: formatCount(days) });

/** "Autumn offers (2,312), Renewals (480)"; what is over is counted. */
export function campaignsInWords(campaigns: readonly CalledCampaign[]): string {
  const words = campaigns.slice(0, named).map(({ campaignId, campaignName, numbers }) =>
    m.memory_found_campaign({
      name: campaignName ?? campaignId,
      numbers: formatCount(numbers),
    }),
  );
  const more = campaigns.length - named;
  return more > 0
    ? `${enumerate(words)} ${m.memory_found_more({ count: more, countText: formatCount(more) })}`
    : listNames(words);
}

/** The earlier import that has most of a list's numbers, where that is most of the list. */
export function mostlySame({ imports, of }: Pick<CalledBefore, 'imports' | 'of'>): EarlierImport | undefined {
  const [most] = imports;
  return most !== undefined && most.shared * 2 > of ? most : undefined;
}

/** How much of a list is in an earlier import, and when and where that was sent. */
export function mostlySameText(same: EarlierImport, of: number): string {
  const text = m.memory_mostly_text({
    share: formatShare(same.shared / of),
    shared: formatCount(same.shared),
    of: formatCount(of),
    source: same.sourceName,
    moment: formatMoment(same.at),
    campaign: same.campaignName ?? same.campaignId,
  });
  return same.unsure ? sentences(text, m.memory_mostly_unsure()) : text;
}
