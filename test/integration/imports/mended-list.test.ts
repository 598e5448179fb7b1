import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readRows } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const rows = 60_000;

/** Runs the child to its end. @returns its exit status, or the signal that killed it */
async function life(folder: string, fate: 'die' | 'live'): Promise<number | NodeJS.Signals | null> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'mended-list-child.ts'), folder, fate], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [status, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal ?? status;
}

test('a list that was mended and edited arrives so, although the app was killed while it was written', async (context) => {
  const folder = tempFolder(context);
  const source = join(folder, 'leads.csv');
  const number = (row: number): string => String(13_000_000_000 + row);
  const lines = Array.from({ length: rows }, (_, row) => {
    const written = row % 3 === 0 ? `${number(row).slice(0, 3)}-${number(row).slice(3)}` : number(row);
    return `"[{""calledNo"":""${written}""}]",from the file`;
  });
  const text = ['called,customField', ...lines].join('\r\n');
  writeFileSync(source, text);

  assert.equal(await life(folder, 'die'), 'SIGKILL');
  assert.equal(existsSync(join(folder, 'arrived.xlsx')), false, 'it was killed too late');
  const left = readdirSync(join(folder, 'outbox'), { recursive: true }).map(String);
  assert.ok(!left.some((name) => name.endsWith('clean.xlsx')), 'half a workbook has the name of a whole one');

  assert.equal(await life(folder, 'live'), 0);
  const arrived = Object.values(await readRows(join(folder, 'arrived.xlsx')));
  assert.equal(arrived.length, rows + 1);
  for (const [index, cells] of arrived.slice(1).entries()) {
    const [, called, , , customField] = cells ?? [];
    assert.equal(called, `[{"calledNo":"${number(index)}"}]`);
    assert.equal(customField, index === 1 ? 'by hand' : 'from the file');
  }
  assert.equal(readFileSync(source, 'utf8'), text);
});
