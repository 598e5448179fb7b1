import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { ReadOptions, SourceInfo } from '../../../src-main/contract/call-list.ts';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { describeSource } from '../../../src-main/call-list/describe-source.ts';
import { cellKind } from '../../../src-main/call-list/row.ts';
import { openSource } from '../../../src-main/call-list/source.ts';
import { findDelimiter } from '../../../src-main/call-list/text/find-delimiter.ts';
import { readRows, readRowsOf } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const text = 'called,姓名\r\n"[{""calledNo"":""1""}]",张三\r\n';
/** 姓名 and 张三 in GB18030. */
const gb18030 = Buffer.concat([
  Buffer.from('called,'),
  Buffer.from('d0d5c3fb', 'hex'),
  Buffer.from('\r\n"[{""calledNo"":""1""}]",'),
  Buffer.from('d5c5c8fd', 'hex'),
  Buffer.from('\r\n'),
]);
const utf16 = Buffer.from(text, 'utf16le');

const encodings: readonly (readonly [what: string, bytes: Buffer, encoding: string])[] = [
  ['UTF-8', Buffer.from(text), 'utf-8'],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
  ['UTF-16 LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
  ['UTF-16 BE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'utf-16be'],
  ['UTF-16 LE without a mark', utf16, 'utf-16le'],
  ['UTF-16 BE without a mark', Buffer.from(utf16).swap16(), 'utf-16be'],
  ['GB18030', gb18030, 'gb18030'],
];

for (const [what, bytes, encoding] of encodings) {
  test(`${what} is found, and read`, async (context) => {
    const folder = tempFolder(context);
    assert.deepEqual(await readRowsOf(bytes, folder, 'list.csv'), {
      1: ['called', '姓名'],
      2: ['[{"calledNo":"1"}]', '张三'],
    });
    const info = await describe(bytes, folder);
    assert.equal(info.encoding, encoding);
    assert.equal(info.delimiter, ',');
    assert.equal(info.template, true);
    assert.deepEqual(info.ignoredColumns, ['姓名']);
  });
}

async function describe(
  bytes: Buffer | string,
  folder: string,
  options: ReadOptions = {},
  name = 'list.csv',
): Promise<SourceInfo> {
  writeFileSync(join(folder, name), bytes);
  const source = await openSource(join(folder, name));
  try {
    return await describeSource(source, options);
  } finally {
    await source.close();
  }
}

test('GB18030 that begins far behind ASCII is found', async (context) => {
  const bytes = Buffer.concat([
    Buffer.from(`called,${'x'.repeat(3 << 20).replace(/(.{100})/g, '$1\n')}\n`),
    gb18030,
  ]);
  assert.equal((await describe(bytes, tempFolder(context))).encoding, 'gb18030');
});

test('the encoding and the delimiter can be chosen', async (context) => {
  const info = await describe('a;b,c\n1;2,3\n', tempFolder(context), { delimiter: ';', encoding: 'gb18030' });
  assert.deepEqual([info.delimiter, info.encoding, info.headers], [';', 'gb18030', ['a', 'b,c']]);
});

test('bytes that the chosen encoding does not have are refused', async (context) => {
  await assert.rejects(readRowsOf(gb18030, tempFolder(context), 'list.csv', { encoding: 'utf-8' }), {
    code: 'file_unreadable',
    details: { encoding: 'utf-8', reason: 'bad-encoding' },
  });
});

/** A text, its rows as they must be read, and in which of them a quote is a flaw. */
const strayQuotes: readonly (readonly [
  text: string,
  rows: readonly (readonly string[])[],
  flawed: number[],
])[] = [
  [
    'a,b\n1,"2\n3,4\n',
    [
      ['a', 'b'],
      ['1', '"2'],
      ['3', '4'],
    ],
    [2],
  ],
  [
    'a,b\n1,"2\n3,4',
    [
      ['a', 'b'],
      ['1', '"2'],
      ['3', '4'],
    ],
    [2],
  ],
  [
    'a,b\n1,"',
    [
      ['a', 'b'],
      ['1', '"'],
    ],
    [2],
  ],
  [
    'a,b\n1,"x"y\n3,4\n',
    [
      ['a', 'b'],
      ['1', 'xy'],
      ['3', '4'],
    ],
    [2],
  ],
  [
    'a,b\n1,"x"" y" z,5\n',
    [
      ['a', 'b'],
      ['1', 'x" y z', '5'],
    ],
    [2],
  ],
  [
    'a,b\n1,"x" \n',
    [
      ['a', 'b'],
      ['1', 'x '],
    ],
    [],
  ],
  [
    'a,b\n1,x"y"z\n',
    [
      ['a', 'b'],
      ['1', 'x"y"z'],
    ],
    [],
  ],
  [
    'a,b\n1,"x\ny"\n',
    [
      ['a', 'b'],
      ['1', 'x\ny'],
    ],
    [],
  ],
  // A quote that takes in rows up to one in a later row, which then has text behind it …
  [
    'a,b\n1,"old\n3,4\n5,say "good" then\n',
    [
      ['a', 'b'],
      ['1', '"old'],
      ['3', '4'],
      ['5', 'say "good" then'],
    ],
    [2],
  ],
  [
    'a,b\n1,"old\n3,"x"\n',
    [
      ['a', 'b'],
      ['1', '"old'],
      ['3', 'x'],
    ],
    [2],
  ],
  // … or not: then the rows inside are known by their form.
  [
    'a,b\n1,"old\n13900770001,4"\n',
    [
      ['a', 'b'],
      ['1', 'old\n13900770001,4'],
    ],
    [2],
  ],
  [
    'a,b\n1,"at home,\nafter 5"\n',
    [
      ['a', 'b'],
      ['1', 'at home,\nafter 5'],
    ],
    [],
  ],
];

for (const [text, rows, flawed] of strayQuotes) {
  test(`a quote in the wrong place loses no row: ${JSON.stringify(text)}`, async (context) => {
    const path = join(tempFolder(context), 'list.csv');
    writeFileSync(path, text);
    const source = await openSource(path);
    context.after(() => source.close());
    const read: string[][] = [];
    const found: number[] = [];
    await source.read(null, { delimiter: ',' }, (row) => {
      read.push(row.texts());
      if (row.flaw === cellKind.strayQuote) found.push(row.number);
      return undefined;
    });
    assert.deepEqual(read, rows);
    assert.deepEqual(found, flawed);
  });
}

test('a quote that is never closed loses no row of a long text', async (context) => {
  const rows = await readRowsOf(`a,b\n1,"${'x\n'.repeat(1 << 20)}`, tempFolder(context), 'list.csv');
  assert.equal(Object.keys(rows).length, 1 + (1 << 20));
});

const endings: readonly (readonly [what: string, text: string | Buffer])[] = [
  ['Ctrl-Z', 'a,b\r\n1,2\r\n\x1a'],
  ['a block of Ctrl-Zs', `a,b\r\n1,2\r\n${'\x1a'.repeat(126)}`],
  ['NULs', `a,b\r\n1,2\r\n${'\0'.repeat(4096)}`],
  ['Ctrl-Z and NULs', `a,b\r\n1,2\r\n\x1a${'\0'.repeat(100)}`],
  ['megabytes of NULs', `a,b\r\n1,2\r\n${'\0'.repeat(5 << 20)}`],
  ['NULs without a line end', `a,b\r\n1,2${'\0'.repeat(99)}`],
  ['two byte order marks', '\ufeff\ufeffa,b\r\n1,2\r\n'],
  ['three byte order marks in UTF-16', Buffer.from('\ufeff\ufeff\ufeffa,b\r\n1,2\r\n', 'utf16le')],
  ['UTF-16 with a NUL at the end', Buffer.from('\ufeffa,b\r\n1,2\r\n\0', 'utf16le')],
];

for (const [what, text] of endings) {
  test(`what only fills the file is not read: ${what}`, async (context) => {
    const rows = await readRowsOf(text, tempFolder(context), 'list.csv');
    assert.deepEqual(rows, { 1: ['a', 'b'], 2: ['1', '2'] });
  });
}

const controls: readonly (readonly [what: string, text: string])[] = [
  ['a bell in a short list', 'called,name\n1,a\x07b\n'],
  ['a separator in each field', `called,name\n${'1,a\x1fb\n'.repeat(50)}`],
  ['a NUL in a field', 'called,name\n1,a\0b\n'],
  ['fields that NULs fill', `called,name\n${`1,a${'\0'.repeat(60)}\n`.repeat(3)}`],
  ['a hole in the middle', `called,name\n1,a\n${'\0'.repeat(512)}2,b\n`],
];

for (const [what, text] of controls) {
  test(`control characters are problems of their rows, not of the file: ${what}`, async (context) => {
    const rows = await readRowsOf(text, tempFolder(context), 'list.csv');
    assert.deepEqual(rows[1], ['called', 'name']);
    assert.equal(Object.keys(rows).length, text.trimEnd().split('\n').length);
    const isControl = (character: string): boolean => character < ' ';
    assert.ok(Object.values(rows).some((row) => row?.some((cell) => Array.from(cell).some(isControl))));
  });
}

test('UTF-16 without a mark is known by its zeros, whichever characters have one of their own', async (context) => {
  const text = `called,name\r\n${'13900770001,一二三开心\r\n13900770002,最美的一天，请于下午致电，重要客户\r\n'.repeat(20)}`;
  for (const bytes of [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()]) {
    const info = await describe(bytes, tempFolder(context));
    assert.deepEqual(info.headers, ['called', 'name']);
    assert.deepEqual(info.sample[0], ['13900770001', '一二三开心']);
  }
});

test('a field of more than a megabyte is refused', async (context) => {
  await assert.rejects(readRowsOf(`a,b\n1,${'x'.repeat(2 << 20)}\n`, tempFolder(context), 'list.csv'), {
    details: { row: 2, reason: 'cell-too-long' },
  });
});

test('more fields than a sheet has columns are refused', async (context) => {
  await assert.rejects(readRowsOf(`a,b\n${','.repeat(16_384)}\n`, tempFolder(context), 'list.csv'), {
    details: { reason: 'too-many-columns' },
  });
});

test('lines are ended by CR LF, LF or CR; blank ones count; quoted ones go on', async (context) => {
  const read = await readRowsOf('a,b\r\n1,2\n\n3,"x\ny"\r4,5', tempFolder(context), 'list.csv');
  assert.deepEqual(read, { 1: ['a', 'b'], 2: ['1', '2'], 3: [], 4: ['3', 'x\ny'], 5: ['4', '5'] });
});

test('a first line "sep=;" names the delimiter and is no row', async (context) => {
  const folder = tempFolder(context);
  assert.deepEqual(await readRowsOf('sep=;\r\na;b,c\r\n1;2\r\n', folder, 'list.csv'), {
    1: ['a', 'b,c'],
    2: ['1', '2'],
  });
});

const delimiters: readonly (readonly [sample: string, delimiter: string])[] = [
  ['a,b,c\n1,2,3\n', ','],
  ['a;b;c\n1,5;2,5;3,5\n', ';'],
  ['a\tb\n1,2,3\t4\n', '\t'],
  ['a|b|c\n1|2|3\n', '|'],
  ['"a;b;c",d\n"1;2",3\n', ','],
  ['called\n[{"calledNo":"1","delayTime":"2"}]\n', '\t'],
  ['called\tcallData\n[{"calledNo":"1","delayTime":"2"}]\t{"a":1,"b":2}\n', '\t'],
  ['called\n', ','],
  ['', ','],
  // a title above the header
  ['Leads of May\na,b,c\n1,2,3\n4,5,6\n', ','],
  ['Leads; May; 2031\na,b,c,d\n1,2,3,4\n4,5,6,7\n', ','],
  ['导出时间：2031-01-05\n\na;b;c\n1,5;2;3\n4,5;5;6\n', ';'],
  ['Title\nRemark, with a comma\na;b;c\n1;2;3\n', ';'],
  // as many commas in each text, and none in the header
  ['phone\tnote\n1\ta,b,c\n2\tb,c,d\n3\tc,d,e\n', '\t'],
  ['phone;note\n1;a, b, c\n2;b, c, d\n3;c, d, e\n4;c, d, e\n', ';'],
  ['Leads of May\nphone|note\n1|a,b,c\n2|b,c,d\n3|c,d,e\n', '|'],
  // those that few programs write
  ['a^b^c\n1^2,5^3\n4^5^6,5\n', '^'],
  ['a~b\n1~2\n', '~'],
  ['a\u001fb\u001fc\n1\u001f2\u001f3\n', '\u001f'],
  ['姓名，电话，地址\n王芳，1，深圳\n李娜，2，广州\n', '，'],
  ['sep=^\na^b\n', '^'],
  ['phone,note\n1,a~b\n2,c~d\n', ','],
  ['1，深圳,福田\n2，广州,天河\n', ','],
  // quotes doubled inside a quoted field
  ['a;b\n1;"[{""x"":""1"",""y"":""2""}]"\n', ';'],
];
for (const [sample, delimiter] of delimiters) {
  test(`the delimiter of ${JSON.stringify(sample)} is ${JSON.stringify(delimiter)}`, () => {
    assert.deepEqual(findDelimiter(sample, 'list.txt').delimiter, delimiter);
  });
}

test('what may separate columns in a list of one column is pointed out', () => {
  const maybe: readonly (readonly [sample: string, delimiter: string | undefined])[] = [
    ['phone^note\n1^a^b\n2^c\n3^d\n', '^'],
    ['电话，备注\n1，甲，乙\n2，丙\n3，丁, 戊\n', '，'],
    ['phone\n1~2\n3\n4\n5\n6\n', undefined],
    ['called\n1\n2\n', undefined],
    ['a,b\n1,x^y\n2,z^w\n', undefined],
  ];
  for (const [sample, delimiter] of maybe)
    assert.equal(findDelimiter(sample, 'list.txt').maybeDelimiter, delimiter, sample);
});

for (const delimiter of ['^', '~', '\u001f', '，']) {
  test(`fields between ${JSON.stringify(delimiter)} are read to the character, quoted or not`, async (context) => {
    const rows = [
      ['phone', 'name', 'note'],
      ...Array.from({ length: 60 }, (_, i) => [
        `1390077${1000 + i}`,
        i % 3 === 0 ? '' : `王芳－${i}～Ａ`,
        `a "b", c;d|${i}`,
      ]),
      ['13900779999', `in ${delimiter} text`, 'line\nbreak，'],
    ];
    const field = (text: string): string =>
      /["\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
    const bytes = rows.map((row) => row.map(field).join(delimiter)).join('\r\n');
    const wanted = Object.fromEntries(rows.map((cells, i) => [i + 1, cells]));
    assert.deepEqual(await readRowsOf(bytes, tempFolder(context), 'list.txt'), wanted);
  });
}

test('a byte order mark in front of a record belongs to the file that was appended', async (context) => {
  const folder = tempFolder(context);
  // The header is among the first twenty rows; rows behind them are read in another way.
  const rows = Array.from({ length: 60 }, (_, i) => [`[{"calledNo":"${1000 + i}"}]`, `name ${i}`]);
  const line = ([number = '', name = '']: readonly string[]): string =>
    `"${number.replaceAll('"', '""')}",${name}\n`;
  const wanted = Object.fromEntries([['called', 'sessionId'], ...rows].map((cells, i) => [i + 1, cells]));
  for (const at of [0, 1, 5, 40, 59]) {
    const appended = `called,sessionId\n${rows.slice(0, at).map(line).join('')}\ufeff${rows.slice(at).map(line).join('')}`;
    for (const bytes of [appended, `\ufeff${appended}`, Buffer.from(`\ufeff${appended}`, 'utf16le')])
      assert.deepEqual(await readRowsOf(bytes, folder, 'list.csv'), wanted, String(at));
    const path = join(folder, 'list.csv');
    const engine = await CallListEngine.open(path);
    try {
      assert.equal((await engine.check({ ivr: false, duplicates: 'first' })).ready, rows.length);
      const clean = join(folder, 'clean.xlsx');
      await engine.checked.writeClean(clean);
      const sent = Object.values(await readRows(clean)).map((texts) => texts?.[0]);
      assert.deepEqual(sent, ['sessionId', ...rows.map(([, name]) => name)]);
    } finally {
      await engine.close();
    }
  }
  // Within a field it is a character as any other.
  assert.deepEqual(await readRowsOf('called\na\ufeffb\n', folder, 'list.csv'), {
    1: ['called'],
    2: ['a\ufeffb'],
  });
});

test('lines that end with the separators of few programs are lines, where there are no others', async (context) => {
  const folder = tempFolder(context);
  for (const separator of ['\u0085', '\u2028', '\u2029']) {
    const lines = ['called,customField', '1,客户', '2,b', ''].join(separator);
    assert.deepEqual(await readRowsOf(lines, folder, 'list.csv'), {
      1: ['called', 'customField'],
      2: ['1', '客户'],
      3: ['2', 'b'],
    });
    const field = `called,customField\n1,a${separator}b\n`;
    assert.deepEqual(await readRowsOf(field, folder, 'list.csv'), {
      1: ['called', 'customField'],
      2: ['1', `a${separator}b`],
    });
  }
});
