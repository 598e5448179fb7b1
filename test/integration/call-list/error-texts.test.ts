import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import type { Mapping } from '../../../src-main/contract/mapping.ts';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { rejectWords } from '../../../src-main/call-list/reject-words.ts';
import { readRows } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { inlineRows, workbookParts } from '../../support/workbook-parts.ts';
import { zipArchive } from '../../support/zip-archive.ts';

const titles = { sheetName: 'Rejected', row: 'Row', rule: 'Rule', explanation: 'What is wrong' };
const header = ['sessionId', 'called', 'caller', 'callData', 'customField', 'recycleTime'];
const customer = (digit: number, text: string): string[] => [
  ...['K', `[{"calledNo":"1390077000${digit}"}]`, '', '', text, ''],
];
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The same list as text and as a workbook. */
function listsOf(folder: string, rows: readonly (readonly string[])[]): string[] {
  const text = join(folder, 'list.csv');
  writeFileSync(text, rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join(''));
  const workbook = join(folder, 'list.xlsx');
  writeFileSync(workbook, zipArchive(workbookParts({ rows: inlineRows(rows) })));
  return [text, workbook];
}

async function checked(context: TestContext, path: string, mapping?: Mapping) {
  const engine = await CallListEngine.open(path);
  context.after(() => engine.close());
  const options = { ivr: false, duplicates: 'first', ...(mapping && { mapping }) } as const;
  const { ready } = await engine.check(options);
  const problems = [...engine.checked.allIssues()].map(({ row, rule, value }) => `${row} ${rule} ${value}`);
  return { engine, ready, problems };
}

suite('errors that a list has as texts', () => {
  const errors = [
    '#N/A',
    '#REF!',
    '#name?',
    '#SPILL!',
    ' #N/A',
    '#WERT!',
    '#¿NOMBRE?',
    '#ИМЯ?',
    '#YOK',
    '#########',
  ];
  test('are warned about', async (context) => {
    const rows = [header, ...errors.map((text, digit) => customer(digit, text))];
    for (const path of listsOf(tempFolder(context), rows)) {
      const { ready, problems } = await checked(context, path);
      // a white space in front is a text of its own
      assert.deepEqual([ready, problems.length], [errors.length, errors.length - 1], problems.join());
      assert.ok(problems.every((problem) => problem.includes('error-text')));
    }
  });

  test('are warned about wherever they are mapped to, in callData that is packed too', async (context) => {
    const rows = [
      ['phone', 'name'],
      ['13900770001', '#N/A'],
      ['13900770002', 'Li'],
    ];
    const mapping: Mapping = {
      called: [{ column: 'phone' }],
      callData: { pack: [{ name: 'name', column: 'name' }] },
    };
    for (const path of listsOf(tempFolder(context), rows)) {
      const { ready, problems } = await checked(context, path, mapping);
      assert.deepEqual([ready, problems], [2, ['2 error-text {"name":"#N/A"}']]);
    }
  });

  test('come back with the rejects as the texts that they are', async (context) => {
    const folder = tempFolder(context);
    const rejects = join(folder, 'rejects.xlsx');
    const bad = ['#########', '#NV', '#N/A'].map((text) => ['K', '[{"calledNo":"139-0"}]', '', '', text, '']);
    for (const path of listsOf(folder, [header, ...bad])) {
      const { engine } = await checked(context, path);
      await engine.checked.writeRejects(rejects, await rejectWords(titles, 'en'));
      const { problems } = await checked(context, rejects);
      assert.deepEqual(
        problems.filter((problem) => problem.includes('error-text')),
        ['2 error-text #########', '3 error-text #NV', '4 error-text #N/A'],
      );
    }
  });

  test('and texts that only begin like them are texts', async (context) => {
    const rows = [
      header,
      ...['#1', '##', '#vip', '#N/A?', '# N/A'].map((text, digit) => customer(digit, text)),
    ];
    for (const path of listsOf(tempFolder(context), rows)) {
      const { ready, problems } = await checked(context, path);
      assert.deepEqual([ready, problems], [rows.length - 1, []]);
    }
  });
});

test('a number that was saved in a narrow column has lost digits', async (context) => {
  const texts = [
    '1.39E+10',
    '4.40301E+17',
    '1E+11',
    '6,22202e+18',
    '1.39E+1',
    '1.5E+05',
    'A1.39E+10',
    '1.39E-10',
  ];
  const rows = [header, ...texts.map((text, digit) => customer(digit, text))];
  for (const path of listsOf(tempFolder(context), rows)) {
    const { ready, problems } = await checked(context, path);
    assert.equal(ready, texts.length);
    assert.deepEqual(
      problems,
      texts.slice(0, 4).map((text, i) => `${i + 2} digits-lost ${text}`),
    );
  }
});

const missing = [
  'NULL',
  '\\N',
  'null',
  '(null)',
  'N/A',
  'nan',
  'None',
  'undefined',
  ' NULL ',
  '<null>',
  'NA',
  'n.a.',
  '(空白)',
];

suite('texts that say that there is no value', () => {
  test('are warned about, and counted', async (context) => {
    const rows = [
      header,
      ...missing.map((text, digit) => customer(digit, text)),
      customer(20, 'Nadia'),
      customer(21, 'Null & Co'),
    ];
    for (const path of listsOf(tempFolder(context), rows)) {
      const { engine, ready, problems } = await checked(context, path);
      assert.deepEqual([ready, problems.length], [rows.length - 1, missing.length], problems.join());
      assert.deepEqual(engine.checked.summary().groups, [
        { rule: 'missing-text', column: 'customField', severity: 'warning', count: missing.length },
      ]);
    }
  });

  test('in a second column of numbers reject the row until the cells are emptied, as one mend does', async (context) => {
    const rows = [
      ['phone', 'other', 'name', 'delay'],
      ...missing.map((text, digit) => [`139007700${10 + digit}`, text, text, text]),
    ];
    const mapping: Mapping = {
      called: [
        { column: 'phone', delayTime: { column: 'delay' } },
        { column: 'other', type: { column: 'name' } },
      ],
      callData: { pack: [{ name: 'name', column: 'name' }] },
    };
    for (const path of listsOf(tempFolder(context), rows)) {
      const { engine, ready } = await checked(context, path, mapping);
      assert.equal(ready, 0);
      const chosen = { mends: ['empty-missing'], options: { countryCode: '86' } } as const;
      const summary = await engine.checked.applyMends(
        { ...chosen, mends: [...chosen.mends] },
        { rule: 'missing-text' },
      );
      assert.deepEqual([summary.ready, summary.groups], [missing.length, []]);
      const { values } = await engine.checked.rowAt(2);
      assert.deepEqual(
        values.filter(({ value }) => value !== ''),
        [
          { column: 'called', value: '[{"calledNo":"13900770010"}]' },
          { column: 'callData', value: '{"name":""}' },
        ],
      );
    }
  });

  test('hide no column of numbers, and mark nobody as not to be called', async (context) => {
    const rows = [
      ['name', 'c1', 'do not call'],
      ...['13900770001', 'NULL', 'NULL', '13900770002', '\\N'].map((text, i) => [
        `n${i}`,
        text,
        missing[i] ?? '',
      ]),
    ];
    for (const path of listsOf(tempFolder(context), rows)) {
      const engine = await CallListEngine.open(path);
      context.after(() => engine.close());
      const { mapping } = await engine.propose();
      assert.deepEqual(mapping?.called, [{ column: 'c1' }]);
      const { ready } = await engine.check({ ivr: false, duplicates: 'first', mapping });
      assert.equal(ready, 2);
    }
  });
});

test('a text that is dressed for Excel, ="0012", is what Excel reads, whether quoted or not', async (context) => {
  const folder = tempFolder(context);
  const path = join(folder, 'list.csv');
  const number = (digit: number): string => quoted(`[{"calledNo":"1390077000${digit}"}]`);
  writeFileSync(
    path,
    `${header.join(',')}\n="0012",${number(1)},,,"=""007""",\n=1+1,${number(2)},,,"=""a""&""b""",\n=,${number(3)},,,"=""",\n`,
  );
  const { engine, problems } = await checked(context, path);
  assert.deepEqual(problems, []);
  const clean = join(folder, 'clean.xlsx');
  await engine.checked.writeClean(clean);
  const sent = Object.values(await readRows(clean)).slice(1);
  assert.deepEqual(
    sent.map((row) => [row?.[0], row?.[4]]),
    [
      ['0012', '007'],
      ['=1+1', '="a"&"b"'],
      ['=', '="'],
    ],
  );
});
