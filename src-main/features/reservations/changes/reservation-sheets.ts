import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { ChosenFrom } from '../../../contract/connections.ts';
import { DialdeskError } from '../../../contract/errors.ts';
import { asReservation } from '../../../contract/reservation-book.ts';
import type { CallingHours } from '../../../contract/calling-hours.ts';
import type { ChangeRow, ChangeState } from '../../../contract/reservation-changes.ts';
import type { SheetSource, SheetView } from '../../../contract/reservation-sheet.ts';
import type { Reservation } from '../../../contract/reservations.ts';
import { ChangeSheet } from './change-sheet.ts';
import { restOf, undoOf } from './changes-again.ts';
import { readPasted, readSheet } from './read-sheet.ts';
import type { ReservationBookTable } from '../../../store/reservation-book.ts';
import type { ReservationChangesTable } from '../../../store/reservation-changes.ts';
import type { FileTokens } from '../../app/file-tokens.ts';
import type { ReservationList } from '../reservation-list.ts';

export interface ReservationSheetsDeps {
  readonly tokens: FileTokens;
  readonly list: ReservationList;
  readonly book: ReservationBookTable;
  readonly rows: Pick<ReservationChangesTable, 'list'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The calling hours of a connection as they are now; undefined where it has none. */
  readonly hoursOf: (connectionId: string) => CallingHours | undefined;
  /** The call centre that a connection leads to now, as `callCentreOf` names it; undefined where it is gone. */
  readonly centreOf: (connectionId: string) => string | undefined;
  /** @throws DialdeskError `call_centre_changed` where a connection leads to another call centre than this one by now */
  readonly requireCentre: (from: ChosenFrom) => void;
  /** The call centre that a bulk change was put together for; undefined where nobody knows. */
  readonly jobCentre: (job: string) => string | undefined;
}

interface Open {
  readonly connectionId: string;
  /** Whose reservations its rows name. */
  readonly centre: string | undefined;
  readonly sheet: ChangeSheet;
  readonly stop: AbortController;
}

const pageSize = 100;
/** Rows are read from the database in pieces of this many. */
const rowPage = 500;
/** How many pages of the system's list are looked through for what the reservations are now: 20,000 of them. */
const mostPages = 200;

/** The sheets of changes that are open. They live in memory: what is to last is handed to the outbox. */
export class ReservationSheets {
  readonly #deps: ReservationSheetsDeps;
  readonly #open = new Map<string, Open>();

  constructor(deps: ReservationSheetsDeps) {
    this.#deps = deps;
  }

  /**
   * @throws DialdeskError `file_unreadable`, `too_many_rows`, `not_found` for a token this session did not give,
   * `call_centre_changed` where the connection leads to another call centre than the rows are of
   */
  async open(from: ChosenFrom, source: SheetSource, zone: string): Promise<SheetView> {
    const { connectionId } = from;
    const { centreOf, requireCentre, jobCentre } = this.#deps;
    requireCentre(from);
    if (source.kind === 'job') requireCentre({ connectionId, centre: jobCentre(source.job) });
    const centre = centreOf(connectionId);
    const sheet = await this.#read(connectionId, source, zone);
    const id = randomUUID();
    this.#open.set(id, { connectionId, centre, sheet, stop: new AbortController() });
    return sheet.view(id);
  }

  /** @throws DialdeskError `not_found` */
  get(id: string): Open {
    const open = this.#open.get(id);
    if (!open) throw new DialdeskError('not_found', 'this sheet is not open any more');
    return open;
  }

  /** The sheet, for what concerns its call centre. @throws DialdeskError `not_found`, `call_centre_changed` */
  getThere(id: string): Open {
    const open = this.get(id);
    this.#deps.requireCentre(open);
    return open;
  }

  close(id: string): void {
    this.#open.get(id)?.stop.abort();
    this.#open.delete(id);
  }

  /**
   * Asks what the reservations are now: the list cannot be asked by ID, so it is read until all are found. Where the
   * system has no list, the book of what went through this app gives those it knows.
   * Errors as the list; `not_offered` where neither knows any; `call_centre_changed`.
   */
  async lookUp(id: string): Promise<void> {
    this.getThere(id);
    try {
      await this.#lookInList(id);
    } catch (error) {
      const lacking = error instanceof DialdeskError && error.code === 'not_offered';
      if (!lacking || !this.#lookInBook(id)) throw error;
    }
  }

  async #lookInList(id: string): Promise<void> {
    const { connectionId, sheet, stop } = this.get(id);
    const wanted = new Set(sheet.unknownIds);
    for (let page = 0; page < mostPages && wanted.size > 0; page++) {
      const query = { offset: page * pageSize, limit: pageSize };
      const answer = await this.#deps.list(connectionId, query, { signal: stop.signal });
      // led elsewhere while it was asked: another call centre may have answered
      this.getThere(id);
      const found: Reservation[] = answer.reservations.filter(
        ({ appointId }) => appointId !== null && wanted.delete(appointId),
      );
      if (found.length > 0) sheet.learn(found);
      const looked = (page + 1) * pageSize;
      if (answer.reservations.length === 0 || (answer.total !== null && looked >= answer.total)) break;
    }
  }

  /** Says whether it found any. An action with an unknown outcome says nothing about the present. */
  #lookInBook(id: string): boolean {
    const { connectionId, sheet } = this.get(id);
    const known = sheet.unknownIds.flatMap((appointId) => {
      const entry = this.#deps.book.find(connectionId, appointId);
      return entry === null || entry.outcome === 'unknown' ? [] : [asReservation(entry)];
    });
    if (known.length > 0) sheet.learn(known);
    return known.length > 0;
  }

  /** Rows that a bulk change has not sent, or those that it has. */
  #rowsOf({ job, rows }: Extract<SheetSource, { kind: 'job' }>): ChangeRow[] {
    const states: ChangeState[] = rows === 'rest' ? ['waiting'] : ['sent'];
    const found: ChangeRow[] = [];
    for (;;) {
      const page = this.#deps.rows.list({ job, states, offset: found.length, limit: rowPage }).rows;
      found.push(...page);
      if (page.length < rowPage) return found;
    }
  }

  async #read(connectionId: string, source: SheetSource, zone: string): Promise<ChangeSheet> {
    const { tokens, now, hoursOf } = this.#deps;
    const deps = { name: '', zone, now, hours: () => hoursOf(connectionId) };
    if (source.kind === 'list') return ChangeSheet.fromList(source.reservations, deps);
    if (source.kind === 'job') {
      const again = source.rows === 'rest' ? restOf : undoOf;
      const lines = this.#rowsOf(source).map((row) => again(row, zone));
      return ChangeSheet.fromChanges(lines, deps);
    }
    if (source.kind === 'file') {
      const path = tokens.path(source.token);
      return ChangeSheet.fromSheet(await readSheet(path), { ...deps, name: basename(path) });
    }
    return ChangeSheet.fromSheet(await readPasted(source.text), deps);
  }
}
