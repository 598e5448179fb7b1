import { callDataTemplate } from '../contract/call-data-template.ts';
import type { CheckSummary, DoNotCallList, Issue, SourceInfo } from '../contract/call-list.ts';
import { isNumberRule } from '../contract/number-rules.ts';
import { noteText, sourceNotes } from './source-notes.ts';

/** Where the command prints. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** Prints what a check found as one JSON object, as the help describes it. */
export function printJson(
  summary: CheckSummary,
  info: SourceInfo,
  issues: Iterable<Issue>,
  output: Output,
): void {
  const { rows, ready, rejected, duplicates, blank, seconds, doNotCall } = summary;
  const notes = sourceNotes(info, summary);
  const head = JSON.stringify({
    ...{ rows, ready, rejected, duplicates, blank, seconds },
    ...(doNotCall && { doNotCall }),
    ...(notes.length > 0 && { notes }),
  });
  // In pieces, because millions of issues are more than one string may hold.
  let piece = `${head.slice(0, -1)},"issues":[`;
  let separator = '';
  for (const { row, column, rule, severity, value, detail } of issues) {
    // the number of a row that may have several, or the next time
    const hasDetail =
      isNumberRule(rule) || rule === 'recycle-time-outside-hours' || rule === 'marked-do-not-call';
    const which = detail !== '' && hasDetail && { detail };
    piece += separator + JSON.stringify({ row, column, rule, severity, value, ...which });
    separator = ',';
    if (piece.length > 1 << 16) {
      output.out(piece);
      piece = '';
    }
  }
  output.out(`${piece}]}\n`);
}

/** Prints what a check found for a person to read. */
export function printText(summary: CheckSummary, info: SourceInfo, output: Output): void {
  const count = (value: number): string => value.toLocaleString('en-US').padStart(11);
  const place = info.sheet === null ? `${info.encoding ?? ''} text` : `sheet “${info.sheet}”`;
  output.out(`${info.name}, ${place}, read and checked in ${summary.seconds.toFixed(2)} s\n\n`);
  output.out(
    `${count(summary.rows)} rows\n${count(summary.ready)} ready\n${count(summary.rejected)} rejected\n`,
  );
  output.out(`${count(summary.duplicates)} duplicates\n${count(summary.blank)} blank\n`);
  if (summary.groups.length > 0) output.out('\n');
  for (const { rule, column, severity, count: times } of summary.groups) {
    output.out(`${count(times)} ${severity.padEnd(8)} ${column.padEnd(12)} ${rule}\n`);
  }
  for (const note of sourceNotes(info, summary)) output.out(`\n${noteText(note)}\n`);
  if (summary.doNotCall !== null) output.out(`\n${doNotCallText(summary.doNotCall)}\n`);
  if (summary.imports > 1) {
    const limit = callDataTemplate.maxRecords.toLocaleString('en-US');
    output.out(`\nOne import can have at most ${limit} rows: this list needs ${summary.imports} imports.\n`);
  }
}

function doNotCallText(list: DoNotCallList): string {
  const place = (sheet: string | null, of: string): string => (sheet === null ? of : `${of} of “${sheet}”`);
  const columns = list.columns.map(({ sheet, column, numbers }) => `${place(sheet, column)} (${numbers})`);
  const lines = [
    `Do-not-call list ${list.name}: ${list.numbers} numbers, read from ${columns.join(', ')}`,
    `${list.blockedRows} rows blocked` +
      (list.likelyRows > 0
        ? `, ${list.likelyRows} of them by a number that differs only in its country code`
        : ''),
  ];
  const first = list.firstNotUnderstood;
  if (first !== null) {
    const where = place(first.sheet, `row ${first.row}`);
    lines.push(`${list.notUnderstood} lines could not be read, the first in ${where}: ${first.text}`);
  }
  if (list.mayBeCalled > 0) lines.push(`${list.mayBeCalled} lines say that the customer may be called`);
  if (list.sheetsWithout.length > 0) lines.push(`Sheets without numbers: ${list.sheetsWithout.join(', ')}`);
  if (list.country !== '86') {
    lines.push(
      `Country code of numbers without one: ${list.country === '' ? 'unknown' : `+${list.country}`}`,
    );
  }
  return lines.join('\n');
}
