import { knownOf, type ChangeRow, type KnownReservation } from '../../../contract/reservation-changes.ts';
import {
  sheetFields,
  sheetRules,
  type SheetColumns,
  type SheetField,
  type SheetFilter,
  type SheetRow,
  type SheetTool,
  type SheetView,
} from '../../../contract/reservation-sheet.ts';
import type { CallType, Reservation } from '../../../contract/reservations.ts';
import type { CallingHours } from '../../../contract/calling-hours.ts';
import { checkRow } from './check-row.ts';
import type { ReadSheet } from './read-sheet.ts';
import { SheetHours } from './sheet-hours.ts';
import { cellOf, flawedOf, newLine, writeCells, type Line } from './sheet-line.ts';
import { overlapping, planOf, type PlannedReservation } from './sheet-plan.ts';
import { cellTime, timeCell, type CellTime } from './sheet-time.ts';

/** A row that comes filled in. */
export interface SheetLine extends Pick<SheetRow, 'sheetRow' | 'cells' | 'known'> {
  /** An empty remark takes the old one away, instead of leaving it: what was added is undone. */
  readonly clearsRemark: boolean;
}

/** What the system said of a reservation. */
interface Learnt {
  readonly known: KnownReservation;
  readonly callType: CallType | null;
}

export interface ChangeSheetDeps {
  readonly name: string;
  readonly zone: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The calling hours of its connection, as they are at each check; undefined where it has none. */
  readonly hours?: () => CallingHours | undefined;
}

/** A sheet of changes while it is looked through and put right. Nothing of it is sent from here. */
export class ChangeSheet {
  readonly #deps: ChangeSheetDeps;
  readonly #headers: readonly string[];
  readonly #lines: Line[];
  /** By the ID it was said of: a row whose ID is corrected is another reservation's. */
  readonly #learnt = new Map<string, Learnt>();
  readonly #times = new Map<string, CellTime>();
  readonly #hours: SheetHours;
  #columns: SheetColumns;

  static fromSheet(sheet: ReadSheet, deps: ChangeSheetDeps): ChangeSheet {
    const lines = sheet.rows.map(({ number, texts, flaws }) => newLine(number, texts, flaws));
    const made = new ChangeSheet(deps, sheet.headers, lines, sheet.columns);
    made.map(sheet.columns);
    return made;
  }

  /** The reservations of a list, as they are: to be shifted or handed over. Those without an ID are left out. */
  static fromList(reservations: readonly Reservation[], deps: ChangeSheetDeps): ChangeSheet {
    const lines = reservations.flatMap(({ appointId }) => {
      if (appointId === null) return [];
      const line = newLine(null);
      line.cells = { appointId, time: '', agent: '', remark: '' };
      return [line];
    });
    const none = { appointId: null, time: null, agent: null, remark: null };
    const made = new ChangeSheet(deps, [], lines, none);
    made.learn(reservations);
    return made;
  }

  /** Rows of a bulk change: what was not sent, or what was, set back to what was known before. */
  static fromChanges(rows: readonly SheetLine[], deps: ChangeSheetDeps): ChangeSheet {
    const lines = rows.map(({ sheetRow, cells, clearsRemark }) => ({
      ...newLine(sheetRow),
      cells,
      clearsRemarkOf: clearsRemark ? cells.appointId.trim() : null,
    }));
    const none = { appointId: null, time: null, agent: null, remark: null };
    const made = new ChangeSheet(deps, [], lines, none);
    for (const { cells, known } of rows) {
      if (known) made.#learnt.set(cells.appointId.trim(), { known, callType: 'manual' });
    }
    made.checkAgain();
    return made;
  }

  private constructor(
    deps: ChangeSheetDeps,
    headers: readonly string[],
    lines: Line[],
    columns: SheetColumns,
  ) {
    this.#deps = deps;
    this.#hours = new SheetHours(deps.hours ?? (() => undefined));
    this.#headers = headers;
    this.#lines = lines;
    this.#columns = columns;
  }

  get name(): string {
    return this.#deps.name;
  }

  view(id: string): SheetView {
    const severities = this.#lines.map(({ checked }) =>
      checked.issues.map((rule) => sheetRules[rule].severity),
    );
    const agents = new Set(
      this.#lines
        .flatMap((line) => [
          line.flawed.has('agent') ? '' : line.cells.agent.trim(),
          this.#of(line)?.known.agent ?? '',
        ])
        .filter(Boolean),
    );
    return {
      id,
      name: this.name,
      headers: [...this.#headers],
      columns: this.#columns,
      rows: this.#lines.length,
      ready: this.#standing('ready'),
      problems: this.#standing('problems'),
      unchanged: this.#standing('unchanged'),
      warnings: severities.filter((found) => !found.includes('error') && found.includes('warning')).length,
      known: this.#lines.filter((line) => this.#of(line) !== null).length,
      plan: {
        ...planOf(
          this.#lines.map((line) => this.#planned(line)),
          this.#lines.filter(({ checked }) => checked.issues.includes('overlaps')).length,
        ),
        ...(this.#hours.set && { outsideHours: this.#lines.filter(isMovedOutside).length }),
      },
      agents: [...agents].sort().slice(0, 500),
    };
  }

  rows(filter: SheetFilter, offset: number, limit: number): { rows: SheetRow[]; total: number } {
    const found = this.indexes(filter);
    const rows = found.slice(offset, offset + limit).flatMap((index) => {
      const line = this.#lines[index];
      return line ? [this.#shown(line, index)] : [];
    });
    return { rows, total: found.length };
  }

  /** Which rows a filter means, by their index. */
  indexes({ show, find, agent }: SheetFilter): number[] {
    const wanted = find.trim().toLowerCase();
    const found: number[] = [];
    for (const [index, line] of this.#lines.entries()) {
      if (show !== 'all' && standing(line) !== show) continue;
      const known = this.#of(line)?.known;
      const { cells } = line;
      if (agent !== null && cells.agent.trim() !== agent && known?.agent !== agent) continue;
      const texts = [
        ...[cells.appointId, cells.agent, cells.remark, known?.calledNo, known?.agent, known?.agentName],
        ...[known?.remark, known?.taskName, known?.taskId],
      ];
      if (wanted !== '' && !texts.some((text) => text?.toLowerCase().includes(wanted))) continue;
      found.push(index);
    }
    return found;
  }

  /** Says which columns are which; what was typed into cells is read anew. */
  map(columns: SheetColumns): void {
    this.#columns = columns;
    for (const line of this.#lines) {
      const cells = { ...line.cells };
      for (const field of sheetFields) cells[field] = cellOf(line, columns[field]);
      line.cells = cells;
      line.flawed = flawedOf(line, columns);
    }
    this.checkAgain();
  }

  /** Changes a cell. Gives the row, or null where there is none. */
  edit(index: number, field: SheetField, value: string): SheetRow | null {
    const line = this.#lines[index];
    if (!line) return null;
    writeCells(line, { ...line.cells, [field]: value });
    this.checkAgain();
    return this.#shown(line, index);
  }

  /**
   * Shifts times, hands reservations over or sets remarks. Gives the number of rows it took.
   * @param rows the indexes of the rows that are meant
   */
  apply(tool: SheetTool, rows: readonly number[]): number {
    let taken = 0;
    for (const index of new Set(rows)) {
      const line = this.#lines[index];
      const cells = line && this.#applied(line, tool);
      if (!line || !cells) continue;
      writeCells(line, cells);
      taken++;
    }
    this.checkAgain();
    return taken;
  }

  /** The IDs of which it is not known what they are now. */
  get unknownIds(): string[] {
    return this.#lines
      .flatMap((line) => (this.#of(line) === null ? [line.cells.appointId.trim()] : []))
      .filter(Boolean);
  }

  /** What the system says of reservations: rows are checked against it. */
  learn(reservations: readonly Reservation[]): void {
    for (const reservation of reservations) {
      const { appointId, callType } = reservation;
      if (appointId !== null) this.#learnt.set(appointId.trim(), { known: knownOf(reservation), callType });
    }
    this.checkAgain();
  }

  /** The rows that may be sent, checked against the time as it is now. */
  ready(): Pick<ChangeRow, 'sheetRow' | 'change' | 'known'>[] {
    this.checkAgain();
    return this.#lines.flatMap((line) => {
      const { sheetRow, checked } = line;
      const { change } = checked;
      return change === null ? [] : [{ sheetRow, change, known: this.#of(line)?.known ?? null }];
    });
  }

  /** How many rows stand so. */
  #standing(as: Standing): number {
    return this.#lines.filter((line) => standing(line) === as).length;
  }

  /** What is known of the reservation that the row names now. */
  #of({ cells }: Line): Learnt | null {
    return this.#learnt.get(cells.appointId.trim()) ?? null;
  }

  /** The reservation of a line as it will be. */
  #planned(line: Line): PlannedReservation {
    const { change, issues } = line.checked;
    // a reservation is not in its own way
    const known = issues.includes('repeated') ? null : this.#of(line)?.known;
    return {
      agent: change?.agent ?? known?.agent ?? null,
      time: change?.appointTime ?? known?.appointTime ?? null,
      changed: change !== null,
    };
  }

  #shown(line: Line, index: number): SheetRow {
    const { sheetRow, cells, checked } = line;
    const shown = { index, sheetRow, cells, known: this.#of(line)?.known ?? null, ...checked };
    if (!checked.issues.includes('outside_hours')) return shown;
    const time = this.#timeOf(cells.time);
    return { ...shown, ...('moment' in time && { nextInside: this.#hours.next(time.moment) }) };
  }

  #applied(line: Line, tool: SheetTool): SheetRow['cells'] | null {
    if (tool.kind === 'shift') return this.#shifted(line, tool.minutes);
    return tool.kind === 'remark' ? { ...line.cells, remark: tool.text } : this.#handedOver(line, tool);
  }

  #handedOver(line: Line, { from, to }: Extract<SheetTool, { kind: 'hand-over' }>): SheetRow['cells'] | null {
    const { cells } = line;
    if (from !== null && line.flawed.has('agent')) return null;
    const has = cells.agent.trim() || (this.#of(line)?.known.agent ?? '');
    return from !== null && has !== from ? null : { ...cells, agent: to };
  }

  #shifted(line: Line, minutes: number): SheetRow['cells'] | null {
    const { zone } = this.#deps;
    const { cells } = line;
    if (line.flawed.has('time')) return null;
    const known = this.#of(line)?.known;
    const time = cells.time.trim() === '' ? null : this.#timeOf(cells.time);
    // of a time that comes twice one is a guess, which nobody would see any more once it was moved
    const written = time !== null && 'moment' in time && !time.twice ? time.moment : null;
    const from = time === null ? (known?.appointTime ?? null) : written;
    return from === null ? null : { ...cells, time: timeCell(from + minutes * 60_000, zone) };
  }

  /** Reading a time in a zone is slow, and all rows are checked again at each change of one. */
  #timeOf(cell: string): CellTime {
    const known = this.#times.get(cell);
    if (known) return known;
    const time = cellTime(cell, this.#deps.zone);
    this.#times.set(cell, time);
    return time;
  }

  /** Checks every row against the time and the calling hours as they are now. */
  checkAgain(): void {
    const at = this.#deps.now();
    this.#hours.readAgain();
    const timeOf = (cell: string): CellTime => this.#timeOf(cell);
    const isOutside = (moment: number): boolean => this.#hours.isOutside(moment);
    const seen = new Set<string>();
    for (const line of this.#lines) {
      const id = line.cells.appointId.trim();
      const { known, callType } = this.#of(line) ?? { known: null, callType: null };
      const clearsRemark = id !== '' && line.clearsRemarkOf === id;
      const repeated = seen.has(id);
      const { flawed } = line;
      const context = { timeOf, now: at, known, callType, clearsRemark, repeated, flawed, isOutside };
      line.checked = checkRow(line.cells, context);
      if (id !== '') seen.add(id);
    }
    for (const { line } of overlapping(this.#lines.map((each) => ({ line: each, ...this.#planned(each) })))) {
      line.checked = { ...line.checked, issues: [...line.checked.issues, 'overlaps'] };
    }
  }
}

type Standing = 'ready' | 'problems' | 'unchanged';

/** Whether a row is sent, is to be put right first, or stays as it is. */
function standing({ checked }: Line): Standing {
  if (checked.change !== null) return 'ready';
  return checked.issues.some((rule) => sheetRules[rule].severity === 'error') ? 'problems' : 'unchanged';
}

const isMovedOutside = ({ checked: { change, issues } }: Line): boolean =>
  change !== null && issues.includes('outside_hours');
