import { callDataTemplate } from '../contract/call-data-template.ts';
import type { TemplateColumn } from '../contract/call-data-template.ts';
import { openFile } from '../call-list/random-access.ts';
import type { Row } from '../call-list/row.ts';
import { Workbook } from '../call-list/xlsx/workbook.ts';
import type { WorkbookRow } from './import-record.ts';
import type { ReadWorkbook } from './import-runner.ts';

/**
 * Reads the first visible sheet of a workbook in template form: a row of headers, then records. Rows without
 * any text in the template's columns are passed over. Throws an Error if the file is no workbook, or has no
 * column `called`.
 */
export const readTemplateWorkbook: ReadWorkbook = async (path, visit, signal) => {
  const file = await openFile(path);
  try {
    const workbook = await Workbook.open(file);
    const sheet = workbook.sheets.find(({ hidden }) => !hidden) ?? workbook.sheets[0];
    let columns: ReadonlyMap<number, TemplateColumn> | undefined;
    const visitRow = (row: Row): undefined => {
      if (columns) {
        const record = recordOf(row, columns);
        if (record) visit(record);
      } else {
        columns = headerOf(row);
      }
    };
    // Between chunks other work gets its turn: the demo system may share its thread with an application.
    const between = () => new Promise<void>((resolve) => setImmediate(resolve));
    await workbook.read(sheet?.name ?? '', visitRow, { signal, between });
  } finally {
    await file.close();
  }
};

/** Which column is where; undefined for a row without text. Throws if `called` is not among them. */
function headerOf(row: Row): ReadonlyMap<number, TemplateColumn> | undefined {
  const texts = row.texts().map((text) => text.trim());
  if (texts.every((text) => text === '')) return undefined;
  const columns = new Map<number, TemplateColumn>();
  for (const [index, text] of texts.entries()) {
    const rule = callDataTemplate.columns.find(({ name }) => name === text);
    if (rule) columns.set(index, rule.name);
  }
  if (![...columns.values()].includes('called')) {
    throw new Error('The file is not in the form of the template: it has no column "called".');
  }
  return columns;
}

function recordOf(row: Row, columns: ReadonlyMap<number, TemplateColumn>): WorkbookRow | undefined {
  const record: Partial<Record<TemplateColumn, string>> = {};
  let blank = true;
  for (const [index, name] of columns) {
    const text = row.text(index);
    if (text === '') continue;
    record[name] = text;
    blank = false;
  }
  return blank ? undefined : record;
}
