import exceljs from 'exceljs';
import { callDataTemplate } from '../contract/call-data-template.ts';
import type { TemplateColumn } from '../contract/call-data-template.ts';
import type { ReadWorkbook } from './import-runner.ts';

/** Reads the first sheet of a workbook in template form. Throws an Error if there is no header row. */
export const readTemplateWorkbook: ReadWorkbook = async function* (path, signal) {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(path);
  signal.throwIfAborted();
  const sheet = workbook.worksheets[0];
  const names = new Map<number, TemplateColumn>();
  sheet?.getRow(1).eachCell((cell, column) => {
    const rule = callDataTemplate.columns.find(({ name }) => name === cell.text.trim());
    if (rule) names.set(column, rule.name);
  });
  if (![...names.values()].includes('called'))
    throw new Error('The file is not in the form of the template.');
  for (let number = 2; sheet && number <= sheet.rowCount; number += 1) {
    const row: Partial<Record<TemplateColumn, string>> = {};
    for (const [column, name] of names) {
      const { text } = sheet.getRow(number).getCell(column);
      if (text !== '') row[name] = text;
    }
    if (Object.keys(row).length > 0) yield row;
  }
};
