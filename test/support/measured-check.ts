// The command `check` with what it cost, sent to the parent: node measured-check.ts FILE [options], forked.
import { runCheck } from '../../src-main/call-list/check-command.ts';
import { peakMemory } from '../bench/framework/peak-memory.ts';

const status = await runCheck(process.argv.slice(2), {
  out: () => undefined,
  err: (text) => process.stderr.write(text),
});
const { user, system } = process.cpuUsage();
process.send?.({ status, cpuSeconds: (user + system) / 1e6, peakMB: peakMemory() / 1e6 });
process.disconnect();
