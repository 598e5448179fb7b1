import { detailsOf } from '../../src-main/contract/error-details.ts';
import type { Transfer } from '../../src-main/contract/transfers.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { errorWords } from '../app/error-words.ts';
import { underNameText } from '../app/file-server-words.ts';
import { formatBytes, formatDuration } from '../app/format.ts';
import { asSentence, sentences } from '../app/sentences.ts';

/** The limits offered, in bytes a second; null is none. */
export const bandwidths = [null, 256, 512, 1024, 2048, 5120, 10240, 51200].map((kilobytes) =>
  kilobytes === null ? null : kilobytes * 1024,
);

export const perSecond = (bytes: number): string => m.transfers_per_second({ size: formatBytes(bytes) });

export const bandwidthWords = (limit: number | null): string =>
  limit === null ? m.transfers_no_limit() : perSecond(limit);

/** How far it is, and how long it takes: "2.1 of 6 MB · 1.2 MB/s · 4 sec left". */
function progressWords({ bytes, total, bytesPerSecond, secondsLeft }: Transfer): string {
  return [
    total === null
      ? formatBytes(bytes)
      : m.transfers_of({ done: formatBytes(bytes), total: formatBytes(total) }),
    bytesPerSecond === null ? '' : perSecond(bytesPerSecond),
    secondsLeft === null ? '' : m.transfers_left({ time: formatDuration(Math.max(1, secondsLeft) * 1000) }),
  ]
    .filter(Boolean)
    .join(' · ');
}

function doneWords({ total, replaced, savedAs, name, verify }: Transfer): string {
  return [
    m.transfers_done(),
    total === null ? '' : formatBytes(total),
    savedAs !== null && savedAs !== name ? m.transfers_saved_as({ name: savedAs }) : '',
    verify === 'sha256' ? m.transfers_verified() : '',
    replaced === 'atomically' ? m.transfers_replaced() : '',
    replaced === 'in_two_steps' ? m.transfers_replaced_in_two_steps() : '',
    replaced === 'in_place' ? m.transfers_replaced_in_place() : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** What a cancelled upload left behind, where it was written straight to its name. */
function cancelledWords({ error }: Transfer): string {
  const { underName, oldLost } = detailsOf(error, 'cancelled');
  if (underName === 'removed' && oldLost) return m.transfers_cancelled_lost();
  if (underName !== 'half') return m.transfers_cancelled();
  return oldLost ? m.transfers_cancelled_half_lost() : m.transfers_cancelled_half();
}

/** The state of a transfer in one line. */
export function stateWords(transfer: Transfer): string {
  switch (transfer.state) {
    case 'queued':
      return m.transfers_queued();
    case 'running':
      return transfer.total !== null && transfer.bytes === transfer.total
        ? m.transfers_finishing()
        : progressWords(transfer);
    case 'waiting':
      return m.transfers_waiting({ why: transfer.error ? errorWords(transfer.error).title : '' });
    case 'paused':
      return `${m.transfers_paused()} · ${progressWords({ ...transfer, bytesPerSecond: null, secondsLeft: null })}`;
    case 'failed': {
      if (!transfer.error) return m.transfers_failed();
      const { title, next } = errorWords(transfer.error);
      const left = underNameText(detailsOf(transfer.error, transfer.error.code));
      return sentences(asSentence(title), left, next);
    }
    case 'done':
      return doneWords(transfer);
    case 'cancelled':
      return cancelledWords(transfer);
  }
}
