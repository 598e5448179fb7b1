import { readFileSync } from 'node:fs';

/**
 * The most memory this process has had resident, in bytes.
 *
 * On Linux it is VmHWM of /proc rather than getrusage: a child's ru_maxrss starts at what its parent had
 * when it forked, so that a fat parent would be counted in every child.
 */
export function peakMemory(): number {
  if (process.platform === 'linux') {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'));
    if (found) return Number(found[1]) * 1024;
  }
  return process.resourceUsage().maxRSS * 1024;
}
