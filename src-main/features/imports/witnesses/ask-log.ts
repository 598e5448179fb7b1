import { invocations } from '../../../aicc/invocation-log.ts';
import type { AiccClient, HeardAnswer } from '../../../aicc/client.ts';
import { isalesPath } from '../../../aicc/isales-path.ts';
import { invocationPageSize, type Invocation } from '../../../contract/invocation-log.ts';
import { anyOf, withoutEnd } from '../../../contract/text-edges.ts';
import { wallTimeAt } from '../../../contract/zoned-time.ts';
import type { ReadLog } from './log-witness.ts';
import type { SentRequest } from './sent-request.ts';

/** In which zone the log reads a period is not documented: this far around, milliseconds, it is in any. */
const hour = 3_600_000;
const anyZone = { before: 14 * hour, after: 16 * hour } as const;
/** Of a period whose zone is guessed, and whose calls are not of one address. */
const near = 10 * 60_000;
const mostPages = 5;

/**
 * Reads what the log has of calls to the request's address. How its `url` matches is not documented: where nothing comes
 * of the whole address, or all that there is, the calls around that time are read without it.
 * @param sent `at`: when it went out, epoch milliseconds of the call centre's clock, as well as that is known
 * @param zones of the call centre: those it may have
 * @throws DialdeskError as the client does: `not_offered` if the system has no log
 */
export async function askLog(
  client: AiccClient,
  sent: Pick<SentRequest, 'campaignId'> & { readonly at: number },
  zones: readonly string[],
  options: { readonly signal: AbortSignal; readonly onAnswer: (heard: HeardAnswer) => void },
): Promise<ReadLog> {
  const path = isalesPath(client, 'calldatafile', 'uploadFileServer', sent.campaignId);
  const about = (entries: readonly Invocation[]): Invocation[] =>
    entries.filter((entry) => isSameAddress(entry.path, path));
  const askedAt = client.now().getTime();
  const period = {
    beginTime: textAt(sent.at - anyZone.before, 'UTC'),
    endTime: textAt(sent.at + anyZone.after, 'UTC'),
  };
  const wide = await pages(
    client,
    { url: path, ...period },
    options,
    (entry) => !isSameAddress(entry.path, path),
  );
  if (wide.complete && about(wide.entries).length > 0) {
    return { entries: about(wide.entries), complete: true, askedAt };
  }
  const inPeriod = ({ at }: Invocation): boolean => at !== null && Math.abs(at - sent.at) < near;
  // None of this address, or more than are read: the log may match otherwise, or not at all. What has no ID to be told by
  // is read once.
  const found = wide.entries.filter((entry) => entry.id !== null || !inPeriod(entry));
  let complete = wide.complete;
  for (const zone of new Set(['UTC', ...zones])) {
    const around = { beginTime: textAt(sent.at - near, zone), endTime: textAt(sent.at + near, zone) };
    const more = await pages(client, around, options);
    found.push(...more.entries);
    // calls of that very time show that the period was read as it was meant
    if (more.complete && more.entries.some(inPeriod)) complete = true;
    else complete &&= more.complete;
  }
  return { entries: about(found), complete, askedAt };
}

/** @param foreign a record that was not asked for: the filter is ignored, and the rest is not read */
async function pages(
  client: AiccClient,
  query: { readonly url?: string; readonly beginTime: string; readonly endTime: string },
  options: Parameters<typeof askLog>[3],
  foreign: (entry: Invocation) => boolean = () => false,
): Promise<{ entries: Invocation[]; complete: boolean }> {
  const entries: Invocation[] = [];
  for (let page = 0; page < mostPages; page++) {
    const offset = page * invocationPageSize;
    const answer = await invocations(client, { ...query, offset, limit: invocationPageSize }, options);
    entries.push(...answer.entries);
    const read = offset + invocationPageSize;
    const all = answer.count === null ? answer.entries.length < invocationPageSize : read >= answer.count;
    if (all) return { entries, complete: true };
    // it says that there are more, and gives none
    if (answer.entries.length === 0 || answer.entries.some(foreign)) break;
  }
  return { entries, complete: false };
}

/** The log's form of an address is not documented beyond an example: it may begin further inside. */
function isSameAddress(logged: string | null, path: string): boolean {
  if (logged === null) return false;
  const bare = withoutEnd(logged, anyOf('/'));
  return bare === path || (bare.length > shortest && path.endsWith(bare.startsWith('/') ? bare : `/${bare}`));
}
/** `/calldatafile/uploadFileServer/` and an ID, at least. */
const shortest = '/calldatafile/uploadFileServer/'.length;

/** `yyyy-MM-dd HH:mm:ss` as the clocks of a zone show it. */
function textAt(at: number, zone: string): string {
  if (zone === 'UTC') return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
  const { date, hour: hours, minute } = wallTimeAt(at, zone);
  return `${date} ${[hours, minute, 0].map((part) => String(part).padStart(2, '0')).join(':')}`;
}
