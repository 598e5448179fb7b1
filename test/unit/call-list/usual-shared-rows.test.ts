import assert from 'node:assert/strict';
import test from 'node:test';
import { SharedStrings } from '../../../src-main/call-list/xlsx/shared-strings.ts';
import { common, headers, outcome, sheetScanner, type ListForm } from '../../support/usual-rows.ts';
import { mainNamespace } from '../../support/workbook-parts.ts';

const called = '[{"calledNo":"13800138000"}]';
const phone = '13800138000';

/** A table of so many megabytes, and of each the index of a text of `length` bytes that lies at its very end. */
function tableOf(megabytes: number, length: number): { strings: SharedStrings; last: number[] } {
  const strings = new SharedStrings();
  const add = (text: string): number => {
    const bytes = Buffer.from(text);
    strings.add(bytes, 0, bytes.length);
    return strings.count - 1;
  };
  add(called);
  add(phone);
  const last = Array.from({ length: megabytes }, () => {
    // One that is too long for what is left begins the next megabyte.
    add('x'.repeat(30_000));
    while (strings.tailRoom > 30_000 + length) add('x'.repeat(30_000));
    add('x'.repeat(strings.tailRoom - length));
    return add('S'.repeat(length));
  });
  return { strings, last };
}

const shared = (reference: string, index: number): string => `<c r="${reference}" t="s"><v>${index}</v></c>`;

test('texts at the end of the memory that shared strings take are read as all others', () => {
  const mapped: ListForm = {
    headers,
    mapping: { called: [{ column: 'called' }], callData: { pack: [{ name: 'id', column: 'sessionId' }] } },
  };
  const heading = headers.map(
    (name, i) => `<c r="${String.fromCharCode(0x41 + i)}1" t="str"><v>${name}</v></c>`,
  );
  for (const [form, number] of [
    [undefined, 0],
    [mapped, 1],
  ] as const) {
    for (const length of [1, 2, 15, 17]) {
      const { strings, last } = tableOf(14, length);
      const rows = last.map((index, i) => {
        const row = i + 2;
        return `<row r="${row}">${shared(`A${row}`, index)}${shared(`B${row}`, number)}</row>`;
      });
      const sheet =
        `<worksheet xmlns="${mainNamespace}"><sheetData><row r="1">${heading.join('')}</row>` +
        `${rows.join('')}</sheetData></worksheet>`;
      const quick = outcome(sheet, sheetScanner(strings), sheet.length, true, common, form);
      assert.deepEqual(
        quick.found,
        outcome(sheet, sheetScanner(strings), sheet.length, false, common, form).found,
      );
      assert.equal(quick.visited, 0, 'each is usual');
    }
  }
});
