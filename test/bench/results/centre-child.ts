// A call centre in a process of its own whose campaign has dialled as many numbers as it is asked to. Prints where it is.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemoSystem } from '../../../src-main/demo/demo-system.ts';
import { smallSeed } from '../../../src-main/demo/seed.ts';
import { importedRecords, loadRecords, runningCampaign } from '../../support/imported-records.ts';
import { benchMark, numberOf } from './list.ts';

const count = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'dialdesk-bench-centre-'));
const demo = await startDemoSystem({ folder, sizes: smallSeed, callsPerMinute: 1_000_000_000 });
const { id } = runningCampaign(demo);
loadRecords(
  demo,
  id,
  importedRecords(
    (function* records() {
      for (let index = 0; index < count; index++) {
        yield { numbers: [numberOf(index)], sessionId: `S${index}`, customField: benchMark };
      }
    })(),
  ),
);
const { isales, ccfs, vdnId, accessKey, secretKey, fingerprint256 } = demo;
process.stdout.write(
  `${JSON.stringify({ isales, ccfs, vdnId, accessKey, secretKey, fingerprint256, campaignId: id })}\n`,
);
