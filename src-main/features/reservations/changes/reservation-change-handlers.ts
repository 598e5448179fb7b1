import { basename } from 'node:path';
import { codeWords } from '../../../contract/activity-words.ts';
import type { ChosenFrom } from '../../../contract/connections.ts';
import type { Handlers } from '../../../contract/derive.ts';
import { detailsOf } from '../../../contract/error-details.ts';
import { DialdeskError } from '../../../contract/errors.ts';
import type { Job } from '../../../contract/jobs.ts';
import { m } from '../../../contract/messages/messages.js';
import type { ChangeRow, ChangeState, NewReservationChanges } from '../../../contract/reservation-changes.ts';
import { writeChanges } from './changes-csv.ts';
import type { ReservationChangesTable } from '../../../store/reservation-changes.ts';
import type { LostAnswers } from '../lost-answers.ts';
import type { Desktop } from '../../app/desktop.ts';
import type { ReservationSheets } from './reservation-sheets.ts';

export interface ReservationChangeDeps {
  readonly sheets: ReservationSheets;
  readonly rows: ReservationChangesTable;
  readonly desktop: Desktop;
  readonly lost: LostAnswers;
  /** The job as it is; throws `not_found`. */
  readonly jobOf: (id: string) => Job;
  /** @throws DialdeskError `call_centre_changed` where a connection leads to another call centre than this one by now */
  readonly requireCentre: (from: ChosenFrom) => void;
  /** Puts changes in the outbox. */
  readonly add: (asked: NewReservationChanges) => Job;
}

/** Rows are read from the database in pieces of this many. */
const pageSize = 500;

/** Many reservations at once: a sheet is read, corrected, handed to the outbox, and its results are reported. */
export function reservationChangeHandlers(deps: ReservationChangeDeps): Handlers['reservationChanges'] {
  const { sheets, rows, desktop, lost, jobOf, requireCentre, add } = deps;

  function* pagesOf(job: string, states: readonly ChangeState[]): Generator<readonly ChangeRow[]> {
    for (let offset = 0; ; offset += pageSize) {
      const page = rows.list({ job, states: [...states], offset, limit: pageSize }).rows;
      yield page;
      if (page.length < pageSize) return;
    }
  }

  return {
    open: ({ source, zone, ...from }) => sheets.open(from, source, zone),
    rows({ sheet, offset, limit, ...filter }) {
      return sheets.get(sheet).sheet.rows(filter, offset, limit);
    },
    indexes: ({ sheet, ...filter }) => sheets.get(sheet).sheet.indexes(filter),
    map({ sheet: id, columns }) {
      const { sheet } = sheets.get(id);
      sheet.map(columns);
      return sheet.view(id);
    },
    edit({ sheet: id, index, field, value }) {
      const { sheet } = sheets.get(id);
      const row = sheet.edit(index, field, value);
      if (row === null) throw new DialdeskError('not_found', `no row ${index} in this sheet`);
      return { row, view: sheet.view(id) };
    },
    apply({ sheet: id, tool, rows: meant }) {
      const { sheet } = sheets.get(id);
      const taken = sheet.apply(tool, meant);
      return { taken, view: sheet.view(id) };
    },
    checkAgain({ sheet: id }) {
      const { sheet } = sheets.get(id);
      sheet.checkAgain();
      return sheet.view(id);
    },
    async lookUp({ sheet: id }) {
      await sheets.lookUp(id);
      return sheets.get(id).sheet.view(id);
    },
    send({ sheet: id, name, perMinute }) {
      const { connectionId, centre, sheet } = sheets.getThere(id);
      const ready = sheet.ready();
      if (ready.length === 0) throw new DialdeskError('nothing_to_send', 'no row is ready');
      const job = add({ connectionId, centre, name, perMinute, rows: ready });
      sheets.close(id);
      return job;
    },
    close({ sheet }) {
      sheets.close(sheet);
    },
    add(asked) {
      requireCentre(asked);
      return add(asked);
    },
    results: (query) => rows.list(query),
    async lookUpUnknown({ job }) {
      const { connectionId, centre } = jobOf(job);
      if (connectionId === null) throw new DialdeskError('not_found', `${job} has no connection`);
      const from = { connectionId, centre };
      requireCentre(from);
      // all first: a row with a known outcome is no longer among them
      for (const row of [...pagesOf(job, ['unknown'])].flat()) {
        const { verdict } = await lost.ofRow(connectionId, row);
        requireCentre(from);
        if (verdict === 'done') rows.mark(job, row.position, 'sent');
        else if (verdict === 'not_done') rows.mark(job, row.position, 'failed', notCarriedOut());
      }
      return rows.counts(job);
    },
    async save({ job, states }) {
      const path = await desktop.pickSavePath(m.bulk_file_name());
      if (path === null) return null;
      const written = await writeChanges(path, pagesOf(job, states), csvWords());
      return { name: basename(path), ...written };
    },
  };
}

/** The list shows the reservation, and not as it was asked to be. */
function notCarriedOut(): DialdeskError {
  return new DialdeskError('outcome_unknown', 'looked up: it was not carried out', {
    details: { reason: 'not_done' },
  });
}

/** Why a row failed or is unknown: the code, what it means on this interface, and what the system says of it. */
function whyWords({ error, state }: ChangeRow): string {
  if (state === 'unknown') return m.bulk_why_unknown();
  if (error === null) return '';
  if (detailsOf(error, 'outcome_unknown').reason === 'not_done') return m.bulk_why_not_done();
  const { resultCode, resultDesc } = detailsOf(error, 'result_code');
  const words = codeWords({
    code: resultCode ?? error.code,
    interface: 'appoint/update',
    outcome: 'failed',
  });
  return [resultCode, words, resultDesc].filter((part) => part !== undefined && part !== '').join(' · ');
}

function csvWords(): Parameters<typeof writeChanges>[2] {
  return {
    headers: {
      row: m.bulk_column_row(),
      appointId: m.bulk_field_id(),
      time: m.bulk_field_time(),
      agent: m.bulk_field_agent(),
      remark: m.bulk_field_remark(),
      state: m.bulk_column_state(),
      why: m.bulk_column_why(),
    },
    state: {
      waiting: m.bulk_state_waiting(),
      sending: m.bulk_state_sending(),
      sent: m.bulk_state_sent(),
      failed: m.bulk_state_failed(),
      unknown: m.bulk_state_unknown(),
    },
    // UTC, and said so: a sheet of changes reads it back as the same moment, wherever it is opened
    time: (moment) => new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z'),
    why: whyWords,
  };
}
