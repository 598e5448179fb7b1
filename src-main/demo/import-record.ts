import { callDataTemplate } from '../contract/call-data-template.ts';
import type { TemplateColumn } from '../contract/call-data-template.ts';

/** A row of the workbook: the text of each column that has a header of the template. */
export type WorkbookRow = Readonly<Partial<Record<TemplateColumn, string>>>;

const { called: calledRules } = callDataTemplate;
const calledNoForm = new RegExp(`^[${calledRules.calledNo.characters.replace('*', '\\*')}]+$`);

/**
 * Checks one record as the call centre does on import, against the limits of Tables 1 to 3.
 * Returns the customer's numbers, or undefined if the record fails.
 */
export function recordNumbers(row: WorkbookRow): readonly string[] | undefined {
  for (const column of callDataTemplate.columns) {
    const value = row[column.name] ?? '';
    if (column.mandatory && value.trim() === '') return undefined;
    if (column.maxLength !== undefined && value.length > column.maxLength) return undefined;
    if (column.content === 'time' && value !== '' && !isTime(value)) return undefined;
  }
  const list = parseCalled(row.called ?? '');
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const numbers: string[] = [];
  for (const entry of list as unknown[]) {
    const number = calledNumber(entry);
    if (number === undefined) return undefined;
    numbers.push(number);
  }
  return numbers;
}

/** JSON, or the form of the vendor's own template: `[{'calledNo':1234566}]`. */
function parseCalled(text: string): unknown {
  for (const candidate of text.includes('"') ? [text] : [text, text.replaceAll("'", '"')]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      // The next form, or none.
    }
  }
  return undefined;
}

function calledNumber(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { calledNo, delayTime, type } = entry as Record<string, unknown>;
  const number = typeof calledNo === 'number' ? String(calledNo) : calledNo;
  if (typeof number !== 'string') return undefined;
  if (number.length > calledRules.calledNo.maxLength || !calledNoForm.test(number)) return undefined;
  if (delayTime !== undefined && delayTime !== null && delayTime !== '') {
    if (typeof delayTime !== 'string' && typeof delayTime !== 'number') return undefined;
    const seconds = /^\d+$/.test(String(delayTime)) ? Number(delayTime) : -1;
    if (seconds < calledRules.delayTime.min || seconds > calledRules.delayTime.max) return undefined;
  }
  return typeof type === 'object' && type !== null ? undefined : number;
}

/** A day and time of the calendar in the form of Table 2, 1.5. */
function isTime(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return false;
  const time = new Date(`${text.replace(' ', 'T')}Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 19).replace('T', ' ') === text;
}
