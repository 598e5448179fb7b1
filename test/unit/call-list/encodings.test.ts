import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { SourceInfo, TextEncodingName } from '../../../src-main/contract/call-list.ts';
import { describeSource } from '../../../src-main/call-list/describe-source.ts';
import { openSource } from '../../../src-main/call-list/source.ts';
import { legacyBytes } from '../../support/legacy-bytes.ts';
import { readRowsOf } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { inlineRows, workbookParts } from '../../support/workbook-parts.ts';
import { zipArchive } from '../../support/zip-archive.ts';

async function describe(bytes: Buffer, folder: string): Promise<SourceInfo> {
  const path = join(folder, 'list.csv');
  writeFileSync(path, bytes);
  const source = await openSource(path);
  try {
    return await describeSource(source);
  } finally {
    await source.close();
  }
}

/** Names and remarks as people write them in lists. */
const texts: readonly (readonly [encoding: TextEncodingName, texts: readonly string[]])[] = [
  [
    'gb18030',
    [
      '张伟',
      '王芳',
      '李娜',
      '重要客户',
      '请于下午致电',
      '深圳市南山区科技园',
      '欧阳修',
      '老客户，优惠5折',
      '赵磊',
      '黄婷婷',
    ],
  ],
  ['gb18030', ['姓名', '手机号', '备注', '陈杰', '杨勇', '刘洋', '周鑫', '吴昊', '徐静']],
  [
    'big5',
    [
      '陳大文',
      '黃小明',
      '重要客戶',
      '請於下午致電',
      '台北市信義區',
      '林志玲',
      '張惠妹',
      '不要再打',
      '姓名',
      '電話',
    ],
  ],
  [
    'shift_jis',
    ['田中太郎', '鈴木一郎', '佐藤さん', '至急連絡ください', '東京都港区', 'カタカナ', '電話番号', '備考'],
  ],
  ['euc-jp', ['田中さん', '鈴木さま', 'ご連絡をお願いします', '至急です', 'カタカナ']],
  [
    'euc-kr',
    [
      '김철수',
      '이영희',
      '박지성',
      '전화번호',
      '서울시 강남구',
      '중요 고객',
      '오후에 전화 주세요',
      '최민호',
      '정수진',
    ],
  ],
  [
    'windows-1252',
    [
      'José García',
      'François Müller',
      'Zoë Smith',
      'señora Peña',
      'à rappeler après 17 h',
      'Ångström',
      'Straße',
    ],
  ],
  [
    'windows-1250',
    ['Łukasz Wiśniewski', 'Małgorzata', 'Jiří Dvořák', 'Žofie', 'zadzwonić po południu', 'święta', 'Šťastný'],
  ],
  [
    'windows-1254',
    ['Ayşe Yılmaz', 'Çağlar', 'müşteri', 'öğleden sonra arayın', 'Işık', 'Şükrü', 'Gülşen Doğan'],
  ],
  [
    'windows-1251',
    [
      'Иван Петров',
      'Мария Сидорова',
      'Номер телефона',
      'перезвонить после обеда',
      'важный клиент',
      'ООО Ромашка',
    ],
  ],
  [
    'windows-1253',
    ['Γιώργος Παπαδόπουλος', 'Μαρία', 'τηλέφωνο', 'σημαντικός πελάτης', 'καλέστε το απόγευμα'],
  ],
  ['windows-1255', ['דוד כהן', 'שרה לוי', 'טלפון', 'לקוח חשוב', 'להתקשר אחרי הצהריים']],
  ['windows-1256', ['محمد علي', 'فاطمة', 'رقم الهاتف', 'عميل مهم', 'اتصل بعد الظهر', 'عبد الله']],
  ['windows-874', ['สมชาย', 'สุดา', 'เบอร์โทรศัพท์', 'ลูกค้าสำคัญ', 'โทรหลังบ่ายสอง', 'กรุงเทพ']],
];

for (const [index, [encoding, names]] of texts.entries()) {
  test(`${encoding} is found by what people write (${index + 1})`, async (context) => {
    const text = `phone,name\r\n${names.map((name, i) => `1390077000${i},${name}\r\n`).join('')}`;
    const folder = tempFolder(context);
    const info = await describe(legacyBytes(text, encoding), folder);
    assert.equal(info.encoding, encoding);
    assert.notEqual(info.encodingCertainty, 'certain');
    assert.ok(info.encodingExamples.length > 0);
    const rows = await readRowsOf(legacyBytes(text, encoding), folder, 'list.csv');
    assert.deepEqual(
      Object.values(rows)
        .slice(1)
        .map((row) => row?.[1]),
      names,
    );
  });

  test(`${encoding} is right, or shown as a doubt, whichever few names there are (${index + 1})`, async (context) => {
    const folder = tempFolder(context);
    for (const name of names) {
      const text = `phone,name\r\n13900770001,${name}\r\n`;
      const info = await describe(legacyBytes(text, encoding), folder);
      const shown = info.sample[0]?.[1];
      assert.ok(
        shown === name || info.encodingCertainty === 'doubtful',
        `${name} is read as ${shown} (${info.encoding}, ${info.encodingCertainty})`,
      );
      if (encoding === 'gb18030') assert.equal(info.encoding, 'gb18030', name);
    }
  });
}

/** A text in UTF-32, one way round or the other. */
function utf32(text: string, isBig: boolean): Buffer {
  const characters = Array.from(text);
  const bytes = Buffer.alloc(characters.length * 4);
  for (const [i, character] of characters.entries()) {
    const code = character.codePointAt(0) ?? 0;
    if (isBig) bytes.writeUInt32BE(code, i * 4);
    else bytes.writeUInt32LE(code, i * 4);
  }
  return bytes;
}

for (const mark of ['\ufeff', '\ufeff\ufeff', '']) {
  for (const isBig of [false, true]) {
    test(`UTF-32 ${isBig ? 'BE' : 'LE'} with ${mark.length} marks is read`, async (context) => {
      const folder = tempFolder(context);
      const lines = Array.from({ length: 30_000 }, (_, i) => `1390077${i},张伟😀${i}`);
      const bytes = utf32(`${mark}phone,name\r\n${lines.join('\r\n')}`, isBig);
      const info = await describe(bytes, folder);
      assert.deepEqual(
        [info.encoding, info.encodingCertainty, info.headers],
        [isBig ? 'utf-32be' : 'utf-32le', 'certain', ['phone', 'name']],
      );
      const rows = Object.values(await readRowsOf(bytes, folder, 'list.csv'));
      assert.deepEqual(
        rows.slice(1).map((row) => row?.join(',')),
        lines,
      );
    });
  }
}

test('what is no character of UTF-32 is damaged, each four bytes by themselves', async (context) => {
  const folder = tempFolder(context);
  const bad = Buffer.from([0, 0xd8, 0, 0, 0, 0, 0x11, 0, 0xff, 0xff, 0xff, 0xff]);
  const bytes = Buffer.concat([
    utf32('\ufeffphone,name\n1,a', false),
    bad,
    utf32('b\n2,c', false),
    bad.subarray(0, 3),
  ]);
  const rows = Object.values(await readRowsOf(bytes, folder, 'list.csv'));
  assert.deepEqual(rows.slice(1), [
    ['1', 'a\ufffd\ufffd\ufffdb'],
    ['2', 'c\ufffd'],
  ]);
});

test('what is cut of an example shows it', async (context) => {
  const text = `phone,name\r\n13900770001,${'重要客户'.repeat(10)}\r\n`;
  const info = await describe(legacyBytes(text, 'gb18030'), tempFolder(context));
  assert.deepEqual(info.encodingExamples, [`${'重要客户'.repeat(6)}…`]);
});

test('a text in two encodings at once is a doubt', async (context) => {
  const chinese = legacyBytes('13900770001,张伟，重要客户\r\n'.repeat(50), 'gb18030');
  const both = Buffer.concat([
    Buffer.from('phone,name\r\n'),
    chinese,
    Buffer.from('13900770002,李娜，老客户\r\n'.repeat(50)),
  ]);
  assert.equal((await describe(both, tempFolder(context))).encodingCertainty, 'doubtful');
});

test('bytes of no encoding at all are a doubt', async (context) => {
  const noise = Buffer.concat([
    Buffer.from('phone,name\r\n'),
    ...Array.from({ length: 100 }, (_, i) =>
      Buffer.from([0x31, 0x2c, 0x81 + ((i * 7) % 0x1e), 0xff, 0x20, 0x0d, 0x0a]),
    ),
  ]);
  assert.equal((await describe(noise, tempFolder(context))).encodingCertainty, 'doubtful');
});

test('damaged characters leave a text in UTF-8, and are known as such', async (context) => {
  const folder = tempFolder(context);
  const text = Buffer.from(`phone,name\r\n${'13900770001,张伟\r\n'.repeat(100)}`);
  for (const cut of [1, 2]) {
    const at = text.indexOf('伟', 500);
    const damaged = Buffer.concat([text.subarray(0, at), text.subarray(at + cut)]);
    const info = await describe(damaged, folder);
    assert.deepEqual([info.encoding, info.encodingCertainty], ['utf-8', 'certain']);
    const rows = Object.values(await readRowsOf(damaged, folder, 'list.csv'));
    assert.equal(rows.length, 101);
    assert.equal(rows.filter((row) => row?.[1]?.includes('\ufffd')).length, 1);
  }
});

test('a short text in UTF-8 with one damaged character is read as UTF-8, and shown as a doubt', async (context) => {
  const folder = tempFolder(context);
  const line = Buffer.from('13900770001,x\n');
  for (const [before, damage] of [
    ['重要', Buffer.from('重').subarray(0, 2)],
    ['张三', Buffer.from('伟').subarray(0, 1)],
    ['важно', Buffer.from([0xd0])],
    // Half an emoji, as programs write it that take the halves of UTF-16 for characters.
    ['重要客户', Buffer.from([0xed, 0xa0, 0xbd])],
  ] as const) {
    const text = Buffer.concat([Buffer.from(`phone,name\n13900770002,${before}\n`), line, damage]);
    const info = await describe(text, folder);
    assert.equal(info.encoding, 'utf-8', before);
    const rows = Object.values(await readRowsOf(text, folder, 'list.csv'));
    assert.equal(rows[1]?.[1], before);
  }
});

test('UTF-8 that was saved as if it were something else is a doubt of its own, in texts and in workbooks', async (context) => {
  const folder = tempFolder(context);
  for (const encoding of ['gbk', 'windows-1252']) {
    const garbled = new TextDecoder(encoding).decode(Buffer.from('王芳'));
    const expected = [{ text: garbled, meant: '王芳' }];
    const rows = [
      ['姓名', 'phone'],
      [garbled, '13900770001'],
    ];
    const text = Buffer.from(rows.map((row) => row.join(',')).join('\n'));
    const info = await describe(text, folder);
    assert.deepEqual([info.encodingCertainty, info.garbled], ['certain', expected]);
    const workbook = await describe(zipArchive(workbookParts({ rows: inlineRows(rows) })), folder);
    assert.deepEqual(workbook.garbled, expected);
  }
  const { garbled } = await describe(Buffer.from('姓名,phone\n王芳,13900770001\n'), folder);
  assert.deepEqual(garbled, []);
});
