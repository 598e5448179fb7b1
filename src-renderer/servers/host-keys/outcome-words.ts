import type { KnownHostsOutcome } from '../../../src-main/contract/host-keys.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import { formatCount } from '../../app/format.ts';

type Reason = KnownHostsOutcome['skipped'][number]['reason'];

/** How many line numbers are named before the rest is left out. */
const linesTold = 8;

const skips: Readonly<
  Record<Reason, (inputs: { count: number; countText: string; lines: string }) => string>
> = {
  malformed: m.hostkeys_skipped_malformed,
  cert_authority: m.hostkeys_skipped_cert_authority,
  no_match: m.hostkeys_skipped_no_match,
  revoked: m.hostkeys_skipped_revoked,
  conflict: m.hostkeys_skipped_conflict,
};

/** What an import of known_hosts came to, a line each; the first says what is new. */
export function outcomeWords({ added, known, revoked, skipped }: KnownHostsOutcome): string[] {
  const counted = (count: number) => ({ count, countText: formatCount(count) });
  return [
    m.hostkeys_imported(counted(added)),
    known > 0 ? m.hostkeys_imported_known(counted(known)) : '',
    revoked > 0 ? m.hostkeys_imported_revoked(counted(revoked)) : '',
    ...skipped.map(({ reason, lines }) =>
      skips[reason]({
        ...counted(lines.length),
        lines: lines.slice(0, linesTold).join(', ') + (lines.length > linesTold ? ' …' : ''),
      }),
    ),
  ].filter(Boolean);
}
