import type { ChangeRow } from '../../../contract/reservation-changes.ts';
import type { SheetLine } from './change-sheet.ts';
import { timeCell } from './sheet-time.ts';

/** A row that was not sent, as it was to be. @param zone of its times */
export function restOf({ sheetRow, change, known }: ChangeRow, zone: string): SheetLine {
  const { appointId, appointTime, agent, remark = '' } = change;
  const time = appointTime === undefined ? '' : timeCell(appointTime, zone);
  return {
    sheetRow,
    known,
    cells: { appointId, time, agent, remark },
    clearsRemark: change.remark === '',
  };
}

/**
 * A row that was sent, set back to what was known before it. What was not known leaves its cell empty, so that the check
 * says what is lacking. @param zone of its times
 */
export function undoOf({ sheetRow, change, known }: ChangeRow, zone: string): SheetLine {
  const { appointId, appointTime, agent, remark } = change;
  const before = known?.appointTime ?? null;
  return {
    sheetRow,
    cells: {
      appointId,
      time: appointTime === undefined || before === null ? '' : timeCell(before, zone),
      agent: known?.agent ?? '',
      remark: remark === undefined ? '' : (known?.remark ?? ''),
    },
    // there was none before, and it is known
    clearsRemark: remark !== undefined && known?.remark === '',
    // as it is by now
    known: known && {
      ...known,
      agent,
      ...(appointTime !== undefined && { appointTime }),
      ...(remark !== undefined && { remark }),
    },
  };
}
