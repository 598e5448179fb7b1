import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { headerFingerprint } from '../../call-list/mapping/fingerprint.ts';
import type { CallListSession } from '../../call-list/session.ts';
import type { SourceInfo } from '../../contract/call-list.ts';
import type { Handlers } from '../../contract/derive.ts';
import { Mapping, type SavedMapping } from '../../contract/mapping.ts';
import type { MappingsTable } from '../../store/mappings.ts';
import type { OpenCallLists } from './open-call-lists.ts';

/** Mappings saved by name. */
export function mappingHandlers(deps: {
  readonly mappings: MappingsTable;
  readonly lists: OpenCallLists;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): Handlers['mappings'] {
  const { mappings, lists } = deps;
  return {
    list: () => mappings.list().flatMap(readable),
    save({ list, name, mapping }) {
      const fingerprint = headerFingerprint(lists.session(list).source.headers);
      const saved = { id: randomUUID(), name, mapping };
      mappings.save({ ...saved, fingerprint, usedAt: deps.now() });
      return saved;
    },
    remove({ id }) {
      mappings.remove(id);
    },
  };
}

type Session = Pick<CallListSession, 'source' | 'read' | 'propose'>;

/** How many of the first rows may be the header that a saved mapping was made for. */
const titleRows = 10;

/**
 * The proposed meaning of a list's columns, and the mapping used last for the same headers.
 *
 * @param findHeader reads the list again if its first row is a customer, or if a saved mapping's header is below
 *   a title
 * @throws DialdeskError `file_unreadable`, `not_found` if the list was closed
 */
export async function proposeFor(
  session: Session,
  mappings: MappingsTable,
  findHeader: boolean,
  now: () => number,
): Promise<Awaited<ReturnType<Handlers['callLists']['propose']>>> {
  if (findHeader) await readBelowTitle(session, mappings);
  let proposal = await session.propose();
  if (findHeader && proposal.mapping?.headerRow === null && session.source.headerRow !== 0) {
    await session.read({ ...formOf(session.source), headerRow: 0 });
    proposal = await session.propose();
  }
  const [saved] = mappings.forHeader(proposal.fingerprint).flatMap(readable);
  if (saved) mappings.used(saved.id, now());
  return { source: session.source, proposal, saved: saved ?? null };
}

/** A title above the header would be mistaken for it; a mapping made for the row below shows which one it is. */
async function readBelowTitle(session: Session, mappings: MappingsTable): Promise<void> {
  const { headers, headerRow, sample } = session.source;
  if (mappings.forHeader(headerFingerprint(headers)).length > 0) return;
  for (const row of sample.slice(0, titleRows)) {
    const [below] = mappings.forHeader(headerFingerprint(row)).flatMap(readable);
    const wanted = below?.mapping.headerRow;
    if (typeof wanted !== 'number') continue;
    await session.read({ ...formOf(session.source), headerRow: wanted });
    if (headerFingerprint(session.source.headers) === headerFingerprint(row)) return;
    await session.read({ ...formOf(session.source), headerRow });
  }
}

/** The options a source is currently read with, except for its header row. */
function formOf({ sheet, encoding, delimiter }: SourceInfo) {
  return {
    ...(sheet !== null && { sheet }),
    ...(encoding && { encoding }),
    ...(delimiter && { delimiter }),
  };
}

/** A saved mapping for the window; none if a later version saved something this one cannot read. */
function readable(saved: { id: string; name: string; mapping: unknown }): SavedMapping[] {
  const mapping = v.safeParse(Mapping, saved.mapping);
  return mapping.success ? [{ id: saved.id, name: saved.name, mapping: mapping.output }] : [];
}
