import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { readRows } from '../../support/read-rows.ts';
import { readWithExceljs, readWithHucre } from '../../support/read-with-peers.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { inlineRows, workbookParts } from '../../support/workbook-parts.ts';
import { zipArchive } from '../../support/zip-archive.ts';

const cli = new URL('../../../src-main/call-list/cli.ts', import.meta.url).pathname;

function check(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { maxBuffer: 1 << 28 }, (error, out, err) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

function workbook(folder: string, rows: readonly (readonly string[])[], name = 'list.xlsx'): string {
  const path = join(folder, name);
  writeFileSync(path, zipArchive(workbookParts({ rows: inlineRows(rows) })));
  return path;
}

const header = ['sessionId', 'called', 'caller', 'callData', 'customField', 'recycleTime'];
const good = (number: string): string[] => ['s', `[{"calledNo":"${number}"}]`, '', '', '', ''];

test('a list in order: status 0, and counts that reconcile', async (context) => {
  const file = workbook(tempFolder(context), [header, good('1'), good('2')]);
  const { status, out, err } = await check(file, '--json');
  const { seconds, ...rest } = JSON.parse(out) as { seconds: number };
  assert.deepEqual(rest, { rows: 2, ready: 2, rejected: 0, duplicates: 0, blank: 0, issues: [] });
  assert.ok(seconds > 0);
  assert.equal(err, '');
  assert.equal(status, 0);
});

const mixed = [
  header,
  good('13800138000'),
  ['', '[{"calledNo":"138-0013"}]', '', 'text', '', '2026-02-30 10:00:00'],
  ['', '', '', '', '', ''],
  good('13800138000'),
  ['x'.repeat(33), "[{'calledNo':1234566}]", '', '{"姓名":"王芳"}', '', ''],
  ['', "[{'calledNo':1234567}]", '', '{"姓名":"王芳"}', '客户', ''],
];

test('a mixed list: status 1, every problem with its row, column and value', async (context) => {
  const folder = tempFolder(context);
  const { status, out } = await check(
    workbook(folder, mixed),
    '--json',
    '--out',
    join(folder, 'clean.xlsx'),
    '--rejects',
    join(folder, 'rejects.xlsx'),
  );
  assert.equal(status, 1);
  const { seconds, ...rest } = JSON.parse(out) as { seconds: number };
  assert.ok(seconds > 0);
  assert.deepEqual(rest, {
    rows: 6,
    ready: 2,
    rejected: 2,
    duplicates: 1,
    blank: 1,
    issues: [
      {
        row: 3,
        column: 'called',
        rule: 'called-no-characters',
        severity: 'error',
        value: '[{"calledNo":"138-0013"}]',
      },
      { row: 3, column: 'callData', rule: 'call-data-not-json', severity: 'warning', value: 'text' },
      {
        row: 3,
        column: 'recycleTime',
        rule: 'recycle-time-not-real',
        severity: 'error',
        value: '2026-02-30 10:00:00',
      },
      { row: 5, column: 'called', rule: 'duplicate-number', severity: 'warning', value: '13800138000' },
      { row: 6, column: 'sessionId', rule: 'session-id-too-long', severity: 'error', value: 'x'.repeat(33) },
    ],
  });
  const clean = [
    header,
    good('13800138000'),
    ['', '[{"calledNo":"1234567"}]', '', '{"姓名":"王芳"}', '客户', ''],
  ];
  for (const read of [readWithExceljs, readWithHucre]) {
    assert.deepEqual((await read(join(folder, 'clean.xlsx')))[0]?.rows, clean, read.name);
  }
  const rejects = await readRows(join(folder, 'rejects.xlsx'));
  assert.deepEqual(
    Object.values(rejects).map((row) => row?.[6]),
    ['Row', '3', '5', '6'],
  );
  assert.match(String(rejects[2]?.[7]), /called-no-characters; call-data-not-json; recycle-time-not-real/);
});

test('with --ivr call data that is no JSON rejects the row', async (context) => {
  const file = workbook(tempFolder(context), [header, ['', '[{"calledNo":"1"}]', '', 'text', '', '']]);
  assert.equal((await check(file)).status, 0);
  const { status, out } = await check(file, '--ivr', '--json');
  assert.equal(status, 1);
  assert.equal((JSON.parse(out) as { rejected: number }).rejected, 1);
});

test('what cannot be read: status 2, a message on standard error, nothing on standard output', async (context) => {
  const folder = tempFolder(context);
  const text = join(folder, 'list.xlsx');
  writeFileSync(text, '%PDF-1.7');
  mkdirSync(join(folder, 'folder'));
  const plain = workbook(folder, [['phone'], ['1']], 'plain.xlsx');
  const twice = workbook(
    folder,
    [
      ['called', 'Called'],
      ['1', '2'],
    ],
    'twice.xlsx',
  );
  for (const [args, message] of [
    [[text], /PDF/],
    [[join(folder, 'missing.xlsx')], /does not exist/],
    [[join(folder, 'folder')], /folder/],
    [[plain], /no column "called"/],
    [[twice], /twice/],
    [[plain, '--sheet', 'None'], /no sheet of that name/],
    [[plain, '--map', join(folder, 'no-map.json')], /mapping/],
    [[plain, '--what'], /--what/],
    [[plain, '--duplicates', 'some'], /duplicates/],
    [[], /Which file\?/],
  ] as const) {
    const { status, out, err } = await check(...args, '--json');
    assert.equal(status, 2, args.join(' '));
    assert.match(err, message);
    assert.equal(out, '');
  }
});

test('a mapping makes called of two phone columns, and the do-not-call list is kept', async (context) => {
  const folder = tempFolder(context);
  const file = join(folder, 'crm.csv');
  writeFileSync(file, '姓名,手机,备用\n张三,13800138000,13900139000\n李四,13700137000,\n,,\n王五,,\n');
  writeFileSync(
    join(folder, 'map.json'),
    JSON.stringify({
      called: [{ column: '手机' }, { column: '备用', delayTime: { constant: '60' } }],
      callData: { pack: [{ name: 'name', column: '姓名' }] },
    }),
  );
  writeFileSync(join(folder, 'dnc.txt'), 'number\n137 0013 7000\n');
  const { status, out } = await check(
    file,
    '--map',
    join(folder, 'map.json'),
    '--do-not-call',
    join(folder, 'dnc.txt'),
    '--json',
    '--out',
    join(folder, 'clean.xlsx'),
  );
  assert.equal(status, 1);
  const { seconds, ...rest } = JSON.parse(out) as { seconds: number };
  assert.ok(seconds > 0);
  assert.deepEqual(rest, {
    rows: 4,
    ready: 1,
    rejected: 2,
    duplicates: 0,
    blank: 1,
    doNotCall: {
      name: 'dnc.txt',
      numbers: 1,
      columns: [{ sheet: null, column: 'number', numbers: 1 }],
      notUnderstood: 0,
      firstNotUnderstood: null,
      mayBeCalled: 0,
      sheetsWithout: [],
      country: '86',
      blockedRows: 1,
      likelyRows: 0,
    },
    issues: [
      {
        row: 3,
        column: 'called',
        rule: 'do-not-call',
        severity: 'error',
        value: '13700137000',
      },
      { row: 5, column: 'called', rule: 'called-missing', severity: 'error', value: '' },
    ],
  });
  assert.deepEqual((await readRows(join(folder, 'clean.xlsx')))[2], [
    '',
    '[{"calledNo":"13800138000"},{"calledNo":"13900139000","delayTime":"60"}]',
    '',
    '{"name":"张三"}',
  ]);
});

test('what an earlier run wrote is not left beside one that could not read a file, and not touched by a wrong command', async (context) => {
  const folder = tempFolder(context);
  const file = workbook(folder, mixed);
  const [out, rejects] = [join(folder, 'clean.xlsx'), join(folder, 'rejects.xlsx')];
  const named = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const broken = named('broken.xlsx', readFileSync(file).subarray(0, -3));
  const noPhone = workbook(folder, [['name'], ['Li']], 'names.xlsx');
  const marked = workbook(folder, [header, [...good('1').slice(0, 4), 'own', '']], 'own.xlsx');
  const words = named('words.csv', 'nobody\n');
  const noJson = named('none.json', '{');
  const missing = join(folder, 'missing');
  const unread: readonly (readonly string[])[] = [
    [broken],
    [missing],
    [noPhone],
    [file, '--sheet', 'None'],
    [file, '--do-not-call', words],
    [file, '--do-not-call', missing],
    [file, '--map', missing],
    [file, '--map', noJson],
    [file, '--plan', noJson],
    [file, '--hours', noJson],
    [marked, '--mark', 'spring-1'],
  ];
  const wrong: readonly (readonly string[])[] = [
    [],
    [file, file],
    [file, '--what'],
    [file, '--duplicates', 'some'],
    [file, '--country', 'XX'],
    [file, '--mark', 'with blank'],
    [file, '--encoding', 'klingon'],
  ];
  for (const [commands, isLeft] of [
    [unread, false],
    [wrong, true],
  ] as const) {
    for (const args of commands) {
      const what = args.join(' ').replaceAll(folder, '');
      for (const path of [out, rejects]) writeFileSync(path, 'old');
      const { status, err } = await check(...args, '--out', out, '--rejects', rejects);
      assert.equal(status, 2, what);
      assert.deepEqual([existsSync(out), existsSync(rejects)], [isLeft, isLeft], what);
      const told = err.match(/left by an earlier run, was removed/g)?.length ?? 0;
      assert.equal(told, isLeft ? 0 : 2, what);
    }
  }
});

test('a file that the command reads is neither written over nor removed', async (context) => {
  const folder = tempFolder(context);
  const file = workbook(folder, mixed);
  const inputs = Object.fromEntries(
    ['map', 'plan', 'hours', 'do-not-call'].map((name) => [name, join(folder, name)]),
  );
  for (const path of Object.values(inputs)) writeFileSync(path, 'kept');
  symlinkSync(folder, join(folder, 'link'));
  for (const [name, path] of Object.entries(inputs)) {
    for (const target of [path, join(folder, 'link', name)]) {
      const { status, err } = await check(file, `--${name}`, path, '--out', target);
      assert.deepEqual([status, err], [2, `--out and --${name} must be different files.\n`]);
      assert.equal(readFileSync(path, 'utf8'), 'kept');
    }
  }
  const broken = join(folder, 'broken.xlsx');
  writeFileSync(broken, 'no workbook');
  assert.equal((await check(broken, '--out', broken)).status, 2);
  assert.equal(readFileSync(broken, 'utf8'), 'no workbook');
});

test('the source is not touched, and an output that exists is replaced', async (context) => {
  const folder = tempFolder(context);
  const file = workbook(folder, mixed);
  const before = readFileSync(file);
  writeFileSync(join(folder, 'clean.xlsx'), 'old');
  assert.equal((await check(file, '--out', join(folder, 'clean.xlsx'))).status, 1);
  assert.notEqual(readFileSync(join(folder, 'clean.xlsx'), 'latin1'), 'old');
  assert.deepEqual(readFileSync(file), before);
  symlinkSync(file, join(folder, 'other-name.xlsx'));
  for (const target of [file, join(folder, 'other-name.xlsx')]) {
    for (const option of ['--out', '--rejects']) {
      const { status, err } = await check(file, option, target);
      assert.deepEqual([status, /the list itself/.test(err)], [2, true], `${option} ${target}`);
    }
  }
  assert.deepEqual(readFileSync(file), before);
  const same = join(folder, 'both.xlsx');
  assert.equal((await check(file, '--out', same, '--rejects', same)).status, 2);
  assert.equal(existsSync(same), false);
});

const quoted = (cells: readonly string[]): string =>
  cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');

test('rows are numbered as Excel shows them: by what the file says, and one for each record of a text', async (context) => {
  const folder = tempFolder(context);
  const bad = ['', 'x', '', '', '', ''];
  const sheet =
    inlineRows([header, good('1')]) + inlineRows([[], [], [], [], bad]).replace(/^.*(?=<row r="5")/, '');
  const gaps = join(folder, 'gaps.xlsx');
  writeFileSync(gaps, zipArchive(workbookParts({ rows: sheet })));
  const lines = [header, ['', good('1')[1] ?? '', '', '', 'two\nlines', ''], bad];
  const text = join(folder, 'lines.csv');
  for (const [newline, mark] of [
    ['\n', ''],
    ['\r\n', '\ufeff'],
    ['\r', ''],
  ] as const) {
    writeFileSync(text, mark + lines.map((cells) => quoted(cells) + newline).join(''));
    const { out } = await check(text, '--json');
    const { issues } = JSON.parse(out) as { issues: { row: number }[] };
    assert.deepEqual(
      issues.map(({ row }) => row),
      [3],
      JSON.stringify(newline),
    );
  }
  const { rows, blank, issues } = JSON.parse((await check(gaps, '--json')).out) as {
    rows: number;
    blank: number;
    issues: { row: number }[];
  };
  assert.deepEqual([rows, blank, issues.map(({ row }) => row)], [4, 2, [5]]);
});

test('a list of nothing but a header, one with more columns, and one with merged cells', async (context) => {
  const folder = tempFolder(context);
  const only = await check(workbook(folder, [header]), '--json');
  assert.deepEqual([only.status, (JSON.parse(only.out) as { rows: number }).rows], [0, 0]);
  const more = await check(
    workbook(folder, [
      [...header, '备注'],
      [...good('1'), 'VIP'],
    ]),
  );
  assert.equal(more.status, 0);
  assert.match(more.out, /not sent: 备注/);
  const data = await check(join(folder, 'list.xlsx'), '--json');
  assert.deepEqual((JSON.parse(data.out) as { notes: unknown }).notes, [
    { kind: 'columns-not-sent', columns: ['备注'] },
  ]);
  // Only the first of merged cells has a value: the other row has no number.
  const merged = zipArchive(
    workbookParts({ rows: inlineRows([header, good('1'), ['b', '', '', '', '', '']]) }).map((part) =>
      part.name.endsWith('sheet1.xml')
        ? {
            ...part,
            data: String(part.data).replace(
              '</worksheet>',
              '<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells></worksheet>',
            ),
          }
        : part,
    ),
  );
  writeFileSync(join(folder, 'merged.xlsx'), merged);
  const { issues } = JSON.parse((await check(join(folder, 'merged.xlsx'), '--json')).out) as {
    issues: { row: number; rule: string }[];
  };
  assert.deepEqual(
    issues.map(({ row, rule }) => [row, rule]),
    [[3, 'called-missing']],
  );
});

test('blank rows are no failure, and what an earlier run has written is not left beside one that wrote none', async (context) => {
  const folder = tempFolder(context);
  const blank = new URL('../../fixtures/call-list/faults/33b-one-blank-line.csv', import.meta.url).pathname;
  const [clean, rejects] = [join(folder, 'clean.xlsx'), join(folder, 'rejects.xlsx')];
  writeFileSync(rejects, 'old');
  assert.equal((await check(blank, '--out', clean, '--rejects', rejects)).status, 0);
  assert.deepEqual([existsSync(clean), existsSync(rejects)], [true, false]);
  const none = workbook(folder, [header, ['', 'x', '', '', '', '']]);
  assert.equal((await check(none, '--out', clean, '--rejects', rejects)).status, 1);
  assert.deepEqual([existsSync(clean), existsSync(rejects)], [false, true]);
  const before = readFileSync(none);
  assert.equal((await check(none, '--out', none)).status, 2);
  assert.deepEqual(readFileSync(none), before);
});

test('the columns by which customers are left out are named, and who is left out is counted', async (context) => {
  const folder = tempFolder(context);
  const path = workbook(folder, [
    [...header, 'Do not call'],
    [...good('1'), 'yes'],
    [...good('2'), ''],
  ]);
  const text = await check(path);
  assert.match(text.out, /Columns that mark customers “do not call”: Do not call/);
  assert.match(text.out, /marked “do not call” that are left out: 1/);
  assert.match(text.out, /1 error\s+called\s+marked-do-not-call/);
  const { notes, ready } = JSON.parse((await check(path, '--json')).out) as { notes: unknown; ready: number };
  assert.equal(ready, 1);
  assert.deepEqual(notes, [
    { kind: 'mark-columns', columns: ['Do not call'] },
    { kind: 'columns-not-sent', columns: ['Do not call'] },
    { kind: 'marked-rows', rows: 1, leftOut: true },
  ]);
  const foreign = join(folder, 'list.csv');
  writeFileSync(foreign, 'Name,Phone,DNC\nLi,13900770001,y\nWu,13900770002,\n');
  assert.match((await check(foreign)).err, /are left out, by column: DNC/);
});

test('a mark is written into every row, and never over what a row carries', async (context) => {
  const folder = tempFolder(context);
  const out = join(folder, 'clean.xlsx');
  const file = workbook(folder, [header, good('1'), good('2')]);
  assert.equal((await check(file, '--out', out, '--mark', 'spring-1')).status, 0);
  const rows = await readRows(out);
  assert.deepEqual([rows[2]?.[4], rows[3]?.[4]], ['spring-1', 'spring-1']);
  const own = workbook(folder, [header, good('1'), ['', good('2')[1] ?? '', '', '', 'own', '']], 'own.xlsx');
  const refused = await check(own, '--out', join(folder, 'other.xlsx'), '--mark', 'spring-1');
  assert.deepEqual([refused.status, existsSync(join(folder, 'other.xlsx'))], [2, false]);
  assert.equal((await check(file, '--out', out, '--mark', 'with blank')).status, 2);
});

test('--country and --plan warn about numbers that are not dialled, and say which', async (context) => {
  const folder = tempFolder(context);
  const rows = [header, good('13800138000'), good('1390013800'), good('013800138001'), good('07400123456')];
  const file = workbook(folder, rows);
  const rulesOf = async (...args: string[]): Promise<unknown> => {
    const { out } = await check(file, '--json', ...args);
    const { issues } = JSON.parse(out) as { issues: Record<string, unknown>[] };
    return issues.map(({ row, rule, severity, detail }) => [row, rule, severity, detail].join(' '));
  };
  assert.deepEqual(await rulesOf(), []);
  assert.deepEqual(await rulesOf('--country', 'cn'), [
    '3 number-too-short warning 1390013800',
    '4 number-form warning 013800138001',
    '5 number-unknown-prefix warning 07400123456',
  ]);
  const plan = join(folder, 'plan.json');
  writeFileSync(
    plan,
    JSON.stringify({ country: 'CN', mobile: 'trunk', fine: ['07400xxxxxx'], severity: 'error' }),
  );
  assert.deepEqual(await rulesOf('--plan', plan), [
    '2 number-form error 13800138000',
    '3 number-too-short error 1390013800',
  ]);
  for (const args of [
    ['--country', 'XX'],
    ['--plan', join(folder, 'none.json')],
  ]) {
    assert.equal((await check(file, ...args)).status, 2, args.join(' '));
  }
  writeFileSync(plan, JSON.stringify({ country: 'CN', mobil: 'trunk' }));
  const { status, err } = await check(file, '--plan', plan);
  assert.equal(status, 2);
  assert.match(err, /mobil/);
});

test('--hours warns about recycle times outside, and says when it is inside again', async (context) => {
  const folder = tempFolder(context);
  const rows = ['2030-12-02 10:00:00', '2030-12-02 19:00:00', '2030-12-07 10:00:00'].map((time, index) => [
    ...good(`1380013800${index}`).slice(0, -1),
    time,
  ]);
  const file = workbook(folder, [header, ...rows]);
  const hours = join(folder, 'hours.json');
  const weekday = [{ from: 540, to: 1080 }];
  const week = [...Array.from({ length: 5 }, () => weekday), [], []];
  const special = [{ date: '2030-12-09', windows: [] }];
  writeFileSync(hours, JSON.stringify({ zone: 'Asia/Shanghai', week, special }));
  const issuesOf = async (...args: string[]): Promise<unknown> => {
    const { out } = await check(file, '--json', ...args);
    const { issues } = JSON.parse(out) as { issues: Record<string, unknown>[] };
    return issues.map(({ row, rule, severity, detail }) => [row, rule, severity, detail].join(' '));
  };
  assert.deepEqual(await issuesOf(), []);
  assert.deepEqual(await issuesOf('--hours', hours), [
    '3 recycle-time-outside-hours warning 2030-12-03 09:00',
    '4 recycle-time-outside-hours warning 2030-12-10 09:00',
  ]);
  for (const wrong of [{ zone: 'Asia/Shanghai', week: [] }, { zone: 'Nowhere', week }, { week }]) {
    writeFileSync(hours, JSON.stringify(wrong));
    assert.equal((await check(file, '--hours', hours)).status, 2, JSON.stringify(wrong));
  }
  assert.equal((await check(file, '--hours', join(folder, 'none.json'))).status, 2);
});
