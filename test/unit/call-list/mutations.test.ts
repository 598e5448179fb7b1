import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { parse } from 'valibot';
import { CheckOptions } from '../../../src-main/contract/call-list.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { cellKind } from '../../../src-main/call-list/row.ts';
import { openSource } from '../../../src-main/call-list/source.ts';
import { randomNumbers } from '../../support/random-numbers.ts';
import { readRows } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { mainNamespace, workbookParts } from '../../support/workbook-parts.ts';
import { zipArchive } from '../../support/zip-archive.ts';

/** How many inputs each fuzzer tries; FUZZ_ROUNDS=200000 for a night. */
const rounds = Number(process.env['FUZZ_ROUNDS'] ?? 500);
/** Only what hangs takes so long, in milliseconds. */
const hang = { timeout: rounds * 1_000 };

const sketch = {
  rows: [
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>callData</t></is></c><c r="C1" t="str"><v>recycleTime</v></c></row>',
    '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="inlineStr"><is><r><t>{"a":</t></r><r><t xml:space="preserve">"é" }</t></r></is></c><c r="C2" s="1"><v>46022.5</v></c></row>',
    '<row r="4" spans="1:3"><c r="A4" t="s"><v>2</v></c><c r="B4"><f>1+1</f><v>2</v></c><c r="C4" t="d"><v>2030-01-01T10:00:00</v></c></row>',
    '<row r="5"><c r="A5" t="b"><v>1</v></c><c r="B5" t="e"><v>#N/A</v></c></row>',
  ].join(''),
  strings:
    "<si><t>called</t></si><si><t>[{&quot;calledNo&quot;:&quot;13800138000&quot;}]</t></si><si><t><![CDATA[[{'calledNo':1234566}]]]></t></si>",
  formats: [0, 'yyyy-mm-dd hh:mm'],
};

const pieces = [
  '<',
  '>',
  '/',
  '"',
  "'",
  '&',
  '&#x41;',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<c>',
  '</c>',
  '</row>',
  '<v>',
  '</v>',
  '_x0041_',
  '\0',
  '\u{10ffff}',
  't="s"',
  ' r="A1"',
  'xmlns="x"',
  '<?x?>',
  '<!DOCTYPE a>',
  '9'.repeat(30),
  mainNamespace,
];

/** The check of a file that may be anything: what it comes to, or that it was refused in order. */
async function outcome(path: string): Promise<'checked' | 'refused'> {
  try {
    const engine = await CallListEngine.open(path);
    try {
      const { rows, ready, rejected, duplicates, blank } = await engine.check(parse(CheckOptions, {}));
      assert.equal(ready + rejected + duplicates + blank, rows);
      for (const issue of engine.checked.allIssues()) assert.ok(issue.row > engine.info.headerRow);
    } finally {
      await engine.close();
    }
    return 'checked';
  } catch (error) {
    if (!(error instanceof DialdeskError)) throw error;
    assert.equal(error.code, 'file_unreadable');
    return 'refused';
  }
}

test(
  'a workbook whose parts are mutated is checked or refused, and nothing else happens',
  hang,
  async (context) => {
    const path = join(tempFolder(context), 'list.xlsx');
    const seed = Number(process.env['FUZZ_SEED'] ?? 1);
    const random = randomNumbers(seed);
    const outcomes = { checked: 0, refused: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const parts = workbookParts(sketch);
      const chosen = random(parts.length);
      const archive = zipArchive(
        parts.map((entry, i) =>
          i === chosen ? { ...entry, data: mutated(Buffer.from(entry.data), random) } : entry,
        ),
      );
      writeFileSync(path, archive);
      try {
        outcomes[await outcome(path)] += 1;
      } catch (error) {
        throw new Error(`FUZZ_SEED=${seed}, round ${round}`, { cause: error });
      }
    }
    assert.ok(outcomes.checked > 0 && outcomes.refused > 0, JSON.stringify(outcomes));
  },
);

function mutated(bytes: Buffer, random: (below: number) => number): Buffer {
  let result = bytes;
  for (let times = 1 + random(3); times > 0; times -= 1) {
    const at = random(result.length);
    const kind = random(4);
    const insert =
      kind === 0
        ? Buffer.from(pieces[random(pieces.length)] ?? '')
        : kind === 1
          ? Buffer.from([random(256)])
          : Buffer.alloc(0);
    const from = random(result.length);
    const copied = kind === 2 ? result.subarray(from, from + random(100)) : insert;
    result = Buffer.concat([
      result.subarray(0, at),
      copied,
      result.subarray(at + random(kind === 3 ? 50 : 3)),
    ]);
  }
  return result;
}

/** Whether a cell is marked as one that cannot be read: one that refers to a part whose name was changed, for example. */
async function hasUnreadable(path: string): Promise<boolean> {
  const source = await openSource(path);
  let found = false;
  try {
    await source.read(source.sheets[0]?.name ?? null, {}, (row) => {
      for (let column = 0; column < row.width; column += 1) found ||= row.kind[column] === cellKind.odd;
      return undefined;
    });
  } finally {
    await source.close();
  }
  return found;
}

test(
  'an archive with any byte changed gives the same rows, marks what it cannot read, or is refused',
  hang,
  async (context) => {
    const path = join(tempFolder(context), 'list.xlsx');
    const archive = zipArchive(workbookParts(sketch));
    writeFileSync(path, archive);
    const rows = await readRows(path);
    const random = randomNumbers(7);
    for (let round = 0; round < rounds; round += 1) {
      const changed = Buffer.from(archive);
      const at = random(archive.length);
      changed[at] = (changed[at] as number) ^ (1 + random(255));
      writeFileSync(path, changed);
      try {
        if (!(await hasUnreadable(path))) assert.deepEqual(await readRows(path), rows, `byte ${at}`);
      } catch (error) {
        if (!(error instanceof DialdeskError)) throw error;
        assert.equal(error.code, 'file_unreadable');
      }
    }
  },
);

test('an archive cut anywhere is refused', async (context) => {
  const path = join(tempFolder(context), 'list.xlsx');
  const archive = zipArchive(workbookParts(sketch));
  for (let length = 0; length < archive.length; length += 7) {
    writeFileSync(path, archive.subarray(0, length));
    await assert.rejects(readRows(path), { code: 'file_unreadable' }, `cut at ${length}`);
  }
});

test('any bytes as a text file are checked or refused', hang, async (context) => {
  const path = join(tempFolder(context), 'list.csv');
  const random = randomNumbers(3);
  const words = [
    'called',
    '"',
    '""',
    ',',
    ';',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '[{"calledNo":"1"}]',
    '号',
    '\0',
    '\ufeff',
    '[{""calledNo"":1}]',
  ];
  for (let round = 0; round < rounds; round += 1) {
    const text = Array.from({ length: random(60) }, () => words[random(words.length)]).join('');
    const bytes = Buffer.from(`called,callData\n${text}`, random(5) === 0 ? 'utf16le' : 'utf8');
    if (random(3) === 0) bytes[random(bytes.length)] = random(256);
    writeFileSync(path, bytes);
    await outcome(path);
  }
});
