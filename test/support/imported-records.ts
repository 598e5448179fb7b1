import { ImportedRecords } from '../../src-main/demo/call-numbers.ts';
import type { ImportedRecord } from '../../src-main/demo/call-numbers.ts';
import { Dialler } from '../../src-main/demo/dialler.ts';
import type { DemoSystem } from '../../src-main/demo/demo-system.ts';
import type { Campaign } from '../../src-main/demo/records.ts';

/** Records as an import brings them. */
export function importedRecords(list: Iterable<Partial<ImportedRecord>>): ImportedRecords {
  const records = new ImportedRecords();
  let number = 0;
  for (const { numbers = [`1380000${String(number).padStart(4, '0')}`], ...others } of list) {
    records.add({ sessionId: '', customField: '', ...others, numbers });
    number += 1;
  }
  return records;
}

/**
 * Gives a campaign of a demo system records as if they had been imported.
 * @param callsPerMinute how fast it dials until then
 */
export function loadRecords(
  system: DemoSystem,
  campaignId: string,
  records: ImportedRecords,
  callsPerMinute = 40,
): void {
  new Dialler(system.state, { seed: 1, callsPerMinute }).load(campaignId, records);
}

/** A campaign that runs now. */
export function runningCampaign({ state }: DemoSystem): Campaign {
  const now = state.clock().getTime();
  const found = state.campaigns
    .values()
    .find(({ status, beginTime, endTime }) => status === '2' && beginTime <= now && now < endTime);
  if (!found) throw new Error('no campaign runs');
  return found;
}
