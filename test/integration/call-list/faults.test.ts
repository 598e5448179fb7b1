import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { mostProblemsOfCell } from '../../../src-main/contract/template-rules.ts';
import { runCheck } from '../../../src-main/call-list/check-command.ts';
import { readRows } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const faults = new URL('../../fixtures/call-list/faults/', import.meta.url).pathname;

/** What a check of a list must come to, after public reports of lists that other tools got wrong. */
interface Right {
  readonly args?: readonly string[];
  /** "ready of rows". */
  readonly counts: string;
  /** "row column rule" of each issue. */
  readonly issues?: readonly string[];
  /** The kinds of what the command says besides, before anything is sent. */
  readonly notes?: readonly string[];
  /** Columns of the clean workbook, below the header. */
  readonly clean?: Readonly<Record<string, readonly string[]>>;
}

interface Answer {
  readonly rows: number;
  readonly ready: number;
  readonly issues: readonly { readonly row: number; readonly column: string; readonly rule: string }[];
  readonly notes?: readonly { readonly kind: string }[];
}

const numbers = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `[{"calledNo":"1390077000${i + 1}","delayTime":"0"}]`);

const table: readonly (readonly [file: string, right: Right])[] = [
  [
    '01-general-dressed.xlsx',
    {
      counts: '8 of 8',
      clean: {
        sessionId: ['346021', '346022', '346023', '346024', '346025', '346026号', '346027', '346028'],
        customField: ['1200', '1201', '1202', '1203', '1204', '1205号', '1206', '1207'],
      },
    },
  ],
  ['01c-caller-short.xlsx', { counts: '1 of 1', clean: { caller: ['95588'] } }],
  [
    '02-formula-no-value.xlsx',
    {
      counts: '0 of 3',
      issues: [
        '2 customField formula-no-value',
        '3 sessionId formula-no-value',
        '4 callData formula-no-value',
        '4 recycleTime formula-no-value',
      ],
    },
  ],
  ['05-shared-empty-v.xlsx', { counts: '3 of 3', clean: { caller: ['02083630001', '', '02083630001'] } }],
  ['09-gbk-entry.xlsx', { counts: '3 of 3', clean: { called: numbers(3) } }],
  [
    '12-filtered.xlsx',
    {
      counts: '4 of 4',
      issues: ['3 called row-hidden', '4 called row-hidden'],
      notes: ['hidden-rows'],
      clean: { called: numbers(4) },
    },
  ],
  [
    '12-filtered.xlsx',
    {
      args: ['--leave-out-hidden'],
      counts: '2 of 4',
      issues: ['3 called row-hidden', '4 called row-hidden'],
      notes: ['hidden-rows'],
      clean: { called: [numbers(4)[0] ?? '', numbers(4)[3] ?? ''] },
    },
  ],
  [
    '19-floats.xlsx',
    {
      counts: '9 of 9',
      clean: {
        customField: ['0.3', '3.3', '59.97', '0.0004', '1.1', '102.717452969', '0.35', '19.9', '13800138000'],
      },
    },
  ],
  [
    '90-conditional-format.xlsx',
    {
      args: ['--map', join(faults, '90.map.json'), '--duplicates', 'keep-all'],
      counts: '5 of 6',
      issues: ['6 called called-no-characters'],
      clean: {
        called: ['2025550143', '2025550143', '05550143', '02083630001', '13900770001'].map(
          (number) => `[{"calledNo":"${number}"}]`,
        ),
      },
    },
  ],
  ['21-title-line.csv', { counts: '4 of 4', clean: { called: numbers(4) } }],
  ['22-double-bom.csv', { counts: '4 of 4', clean: { sessionId: ['K001', 'K002', 'K003', 'K004'] } }],
  [
    '25-extra-field.csv',
    { counts: '2 of 4', issues: ['3 customField row-too-wide', '5 customField row-too-wide'] },
  ],
  [
    '26-utf16le-no-bom.csv',
    {
      counts: '3 of 3',
      clean: {
        callData: ['张一山', '李最美', '开心'].map((name, i) => `{"name": "${name}", "no": ${i + 1}}`),
      },
    },
  ],
  [
    '27-cut-character.csv',
    {
      counts: '5 of 6',
      issues: ['5 customField damaged-character'],
      clean: { customField: Array<string>(5).fill('重要') },
    },
  ],
  [
    '28-big5.csv',
    {
      counts: '2 of 2',
      notes: ['encoding-guessed'],
      clean: { customField: ['重要客戶', '請於下午致電'] },
    },
  ],
  [
    '35c-stray-quotes-phones.csv',
    {
      args: ['--map', join(faults, '35c.map.json')],
      counts: '5 of 6',
      issues: ['3 customField stray-quote'],
      clean: {
        called: [1, 3, 4, 5, 6].map((n) => `[{"calledNo":"1390077000${n}"}]`),
        customField: ['普通', '普通', '普通', '说"好"的', '普通'],
      },
    },
  ],
  ['83-readme-sheet.xlsx', { counts: '2 of 2', clean: { called: numbers(2) } }],
  ['92-short-comment.xlsx', { counts: '1 of 1', clean: { customField: ['group 1'] } }],
  ['99-other-sheet-nan.xlsx', { counts: '2 of 2', clean: { called: numbers(2) } }],
];

for (const [file, right] of table) {
  test(`a list that went wrong: ${[file, ...(right.args ?? [])].join(' ').replaceAll(faults, '')}`, async (context) => {
    const out = join(tempFolder(context), 'clean.xlsx');
    const answer = await check(join(faults, file), '--out', out, ...(right.args ?? []));
    assert.equal(`${answer.ready} of ${answer.rows}`, right.counts);
    assert.deepEqual(
      answer.issues.map(({ row, column, rule }) => `${row} ${column} ${rule}`),
      right.issues ?? [],
    );
    assert.deepEqual(answer.notes?.map(({ kind }) => kind) ?? [], right.notes ?? []);
    if (right.clean === undefined) return;
    assert.ok(existsSync(out));
    const [header = [], ...rows] = Object.values(await readRows(out)).map((texts) => texts ?? []);
    for (const [column, texts] of Object.entries(right.clean)) {
      const at = header.indexOf(column);
      assert.deepEqual(
        rows.map((row) => row[at] ?? ''),
        texts,
        column,
      );
    }
  });
}

test('a workbook with a password is called that, wherever its directory lies', async () => {
  assert.match(await refusal(join(faults, '80-password-small.xlsx')), /protected by a password/);
});

const hostile: readonly (readonly [file: string, rows: number])[] = [
  ['hostile-format-brackets-100000.xlsx', 0],
  ['hostile-backslashes.xlsx', 2000],
  ['hostile-parens.xlsx', 0],
  ['hostile-issues-1000.xlsx', 1000],
];

for (const [file, rows] of hostile) {
  test(`a file made to cost time costs little: ${file}`, { timeout: 60_000 }, async () => {
    const engine = await CallListEngine.open(join(faults, file));
    try {
      await engine.propose();
      if (rows === 0) return;
      const summary = await engine.check({ ivr: false, duplicates: 'first' });
      assert.equal(summary.rows, rows);
      // Of each cell, so many problems are listed, and that there are more.
      assert.ok(summary.issues <= rows * (mostProblemsOfCell + 1), String(summary.issues));
    } finally {
      await engine.close();
    }
  });
}

async function check(...args: string[]): Promise<Answer> {
  let out = '';
  let err = '';
  const status = await runCheck([...args, '--json'], {
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  assert.equal(err, '');
  assert.notEqual(status, 2);
  return JSON.parse(out) as Answer;
}

async function refusal(...args: string[]): Promise<string> {
  let err = '';
  assert.equal(await runCheck(args, { out: () => undefined, err: (text) => (err += text) }), 2);
  return err;
}
