import type { Invocation } from '../../../contract/invocation-log.ts';
import type { Testimony } from '../../../contract/witnesses.ts';
import type { CallWindow, SentRequest } from './sent-request.ts';
import { testimony } from './testimony.ts';

/** What was read of the log. */
export interface ReadLog {
  readonly entries: readonly Invocation[];
  /** Whether all that was asked for was read. */
  readonly complete: boolean;
  /** Epoch milliseconds. */
  readonly askedAt: number;
}

const success = '0200000';

/**
 * What the log of invocations says of a request. A call is the request only where campaign, server, folder, file, start
 * and time are the same: one that lacks any of them is not taken for it.
 * @param window null where the call centre's clock is not known
 */
export function readLog(
  { entries, complete, askedAt }: ReadLog,
  sent: SentRequest,
  window: CallWindow | null,
): Testimony {
  const said = (says: Testimony['says'], more: Partial<Testimony> = {}): Testimony =>
    testimony('log', says, { askedAt, ...more });
  const ours = withoutRepeats(entries).filter(({ method }) => method === null || method === 'POST');
  if (window === null) {
    const any = ours.some((entry) => sameFile(entry, sent) !== false);
    if (any) return said('nothing', { reason: 'no_clock' });
    return complete ? said('not_found') : said('nothing', { reason: 'incomplete' });
  }
  const timed = ours.filter(({ at }) => at === null || (at >= window.from && at <= window.to));
  const same = timed.filter((entry) => entry.at !== null && sameFile(entry, sent) === true);
  const unclear = timed.filter((entry) => sameFile(entry, sent) !== false).length - same.length;
  const [only] = same;
  if (same.length > 1) return said('several', { count: same.length });
  // a second one may be in what was not read
  if (!complete) return said('nothing', { reason: 'incomplete' });
  if (only !== undefined) {
    const fate = fateOf(only);
    if (fate === null || unclear > 0) return said('nothing', { reason: 'unreadable', at: only.at });
    return said(fate, { at: only.at, count: 1, code: fate === 'refused' ? only.resultCode : null });
  }
  if (unclear > 0) return said('nothing', { reason: 'unreadable', count: unclear });
  const [last, ...earlier] = ours
    .filter((entry) => sameFile(entry, sent) === true)
    .toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0));
  return last === undefined
    ? said('not_found')
    : said('elsewhen', { at: last.at, count: earlier.length + 1 });
}

/** Whether a call of the log is about the same file, in the same way: null where it does not say. */
export function sameFile({ request }: Invocation, sent: SentRequest): boolean | null {
  if (request === null) return null;
  const wanted = {
    serverId: sent.serverId,
    fileName: sent.fileName,
    filePath: bare(sent.folder),
    hour: sent.startsAt === null ? '' : String(sent.startsAt.hour),
    minute: sent.startsAt === null ? '' : String(sent.startsAt.minute),
  };
  const { serverId, fileName } = request;
  const given = {
    serverId: word(serverId),
    fileName: word(fileName),
    filePath: bare(word(request['filePath']) ?? ''),
    hour: digits(request['hour']),
    minute: digits(request['minute']),
  };
  const names = Object.keys(wanted) as (keyof typeof wanted)[];
  // what it does say is enough to be another
  if (names.some((name) => given[name] !== null && given[name] !== wanted[name])) return false;
  return given.serverId === null || given.fileName === null ? null : true;
}

/** What the call centre answered: accepted, refused, or neither clearly. */
function fateOf({ resultCode, httpStatus }: Invocation): 'found' | 'refused' | null {
  if (resultCode === null || !/^\d+$/.test(resultCode)) return null;
  const went = httpStatus === null || httpStatus === 200;
  if (resultCode === success) return went ? 'found' : null;
  return went && resultCode.replace(/^0+/, '') !== '200000' ? 'refused' : null;
}

/** Pages that shift while they are read give a record twice. */
function withoutRepeats(entries: readonly Invocation[]): Invocation[] {
  const first = new Map(entries.toReversed().map((entry) => [entry.id, entry]));
  return entries.filter((entry) => entry.id === null || first.get(entry.id) === entry);
}

function word(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** `08` and 8 are the same; a value that is left out is ''. */
function digits(value: unknown): string {
  const text = (word(value) ?? '').trim();
  return /^\d+$/.test(text) ? String(Number(text)) : text;
}

const bare = (folder: string): string =>
  folder
    .split('/')
    .filter((part) => part !== '')
    .join('/');
