import type { WrittenFile } from '../../contract/call-list.ts';
import { templateColumns } from '../../contract/call-data-template.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { cancellable } from '../cancellable.ts';
import { openFile } from '../random-access.ts';
import type { Row } from '../row.ts';
import { templateLayout } from '../template-workbook.ts';
import type { Watch, WriteProgress } from '../watch.ts';
import { writeWorkbook } from '../write/workbook.ts';
import { Workbook } from '../xlsx/workbook.ts';
import { RowOutcomes } from './row-outcomes.ts';

export interface ChosenRows {
  /** The rows that were sent, in template form, in the order of their outcomes. */
  readonly list: string;
  readonly outcomes: string;
  /** Failure codes; '' stands for a failure without one. */
  readonly codes: readonly string[];
  /** A mark that is taken out of customField; null: what stands there stays. */
  readonly drop: string | null;
  readonly target: string;
}

/**
 * Writes the rows of a list whose calls failed with these codes, as they were sent.
 * @throws DialdeskError `nothing_to_send`, `file_changed` where the list is not the one of the outcomes, `local_disk`
 */
export function chooseRows(
  { list, outcomes: kept, codes, drop, target }: ChosenRows,
  watch: Watch<WriteProgress> = {},
): Promise<WrittenFile> {
  return cancellable(async () => {
    const outcomes = await RowOutcomes.read(kept);
    if (outcomes === null) throw new DialdeskError('not_found', 'what became of each row is no longer known');
    const wanted = new Set(codes);
    const file = await openFile(list);
    try {
      const workbook = await Workbook.open(file);
      const name = workbook.sheets[0]?.name ?? '';
      const header: string[] = [];
      const readHeader = (row: Row): false => {
        header.push(...row.texts());
        return false;
      };
      await workbook.read(name, readHeader, watch);
      const columns = templateColumns.filter((column) => header.includes(column));
      let index = -1;
      const written = await writeWorkbook(
        target,
        templateLayout(columns),
        async (sheet) => {
          let pause = false;
          const visit = (row: Row): undefined => {
            index += 1;
            if (index === 0 || !outcomes.failedWith(index - 1, wanted)) return;
            for (const column of columns) {
              const place = header.indexOf(column);
              const dropped = column === 'customField' && drop !== null && row.text(place) === drop;
              copyCell(row, dropped ? -1 : place, sheet);
            }
            if (sheet.endRow()) pause = true;
          };
          await workbook.read(name, visit, {
            signal: watch.signal,
            onFraction: (fraction) => watch.onProgress?.({ fraction }),
            between: () => {
              if (!pause) return undefined;
              pause = false;
              return sheet.ready();
            },
          });
          if (index !== outcomes.rows) {
            throw new DialdeskError('file_changed', 'The list is not the one whose results are known.', {
              details: { what: 'outcome' },
            });
          }
          if (sheet.rows === 0) throw new DialdeskError('nothing_to_send', 'No row failed by these causes.');
        },
        watch.signal ? { signal: watch.signal } : {},
      );
      return written;
    } finally {
      await file.close();
    }
  });
}

function copyCell(
  row: Row,
  place: number,
  sheet: { text(value: string): void; cell(bytes: Buffer, start: number, end: number): void },
): void {
  if (place === -1 || !row.has(place)) sheet.text('');
  else sheet.cell(row.bytes[place] as Buffer, row.start[place] as number, row.end[place] as number);
}
