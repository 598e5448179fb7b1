import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { safeLocalName } from '../../../src-main/sftp/local-name.ts';
import { checkNewName, displayName, isUsable, nameHazards } from '../../../src-main/sftp/remote-name.ts';
import type { NameHazard } from '../../../src-main/sftp/remote-name.ts';
import { belowFolder, joinRemote, splitRemote } from '../../../src-main/sftp/remote-path.ts';
import { asideName, isLeftover, newToken, partName } from '../../../src-main/sftp/transfer/part-name.ts';

const refused = (rule: string) => (error: unknown) =>
  error instanceof DialdeskError && error.code === 'invalid_request' && error.fields?.[0]?.rule === rule;

suite('names from a server', () => {
  const cases: readonly (readonly [name: string | Buffer, hazards: NameHazard[], shown: string])[] = [
    ['leads 2026.xlsx', [], 'leads 2026.xlsx'],
    ['客户名单.xlsx', [], '客户名单.xlsx'],
    ['', ['empty'], ''],
    ['..', ['dots'], '..'],
    ['../../etc/passwd', ['separator'], '../../etc/passwd'],
    ['a\0b', ['separator', 'control'], 'a⟨U+0000⟩b'],
    ['a\nb\u001b[31m', ['control'], 'a⟨U+000A⟩b⟨U+001B⟩[31m'],
    ['invoice\u202excod.exe', ['bidi'], 'invoice⟨U+202E⟩xcod.exe'],
    ['a\u200bb', ['invisible'], 'a⟨U+200B⟩b'],
    ['a\\b', ['backslash'], 'a\\b'],
    [' a', ['edge_space'], ' a'],
    [Buffer.from('b5ab', 'hex'), ['not_utf8'], '⟨B5⟩⟨AB⟩'],
    ['字'.repeat(86), ['too_long'], '字'.repeat(86)],
    ['字'.repeat(85), [], '字'.repeat(85)],
  ];
  for (const [name, hazards, shown] of cases) {
    test(`${JSON.stringify(shown.slice(0, 30))}: ${hazards.join(', ') || 'nothing odd'}`, () => {
      assert.deepEqual(nameHazards(name), hazards);
      assert.equal(displayName(Buffer.from(name)), shown);
    });
  }

  test('show nothing that moves or hides, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        assert.doesNotMatch(displayName(bytes), /\p{Cc}|\p{Bidi_Control}/u);
      }),
    );
  });

  test('never lead out of their folder', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('..', '.', '', 'a/b', '/', '\0')), (name) => {
        if (!isUsable(nameHazards(name))) {
          assert.throws(() => joinRemote('/in', name), DialdeskError);
          return;
        }
        assert.deepEqual(splitRemote(joinRemote('/in', name)), { folder: '/in', name });
      }),
    );
    assert.throws(() => joinRemote('/in', Buffer.from('a/b')), refused('separator'));
  });

  test('are joined as bytes where they are no text', () => {
    assert.deepEqual(joinRemote('/in', Buffer.from('b5', 'hex')), Buffer.from('2f696e2fb5', 'hex'));
    assert.deepEqual(joinRemote(Buffer.from('/'), 'a'), Buffer.from('/a'));
  });

  test('that we make must be beyond doubt', () => {
    checkNewName('leads.xlsx');
    for (const [name, rule] of [
      ['', 'empty'],
      ['a/b', 'separator'],
      ['a\u202eb', 'bidi'],
      ['a ', 'edge_space'],
      ['x'.repeat(256), 'too_long'],
    ] as const) {
      assert.throws(() => {
        checkNewName(name);
      }, refused(rule));
    }
  });
});

suite('paths', () => {
  test('are split into folder and name', () => {
    assert.deepEqual(splitRemote('/a/b'), { folder: '/a', name: 'b' });
    assert.deepEqual(splitRemote('/b'), { folder: '/', name: 'b' });
    assert.deepEqual(splitRemote('b'), { folder: '.', name: 'b' });
  });

  test('stay below their folder', () => {
    assert.equal(belowFolder('/home/sftp/', '//2026/./leads/'), '/home/sftp/2026/leads');
    assert.equal(belowFolder('/', 'a'), '/a');
    assert.equal(belowFolder('/home', ''), '/home');
    for (const escape of ['..', 'a/../../b', '/..'])
      assert.throws(() => belowFolder('/home', escape), refused('dots'));
  });
});

suite('temporary names', () => {
  const token = '0123456789ab';
  for (const naming of ['hidden', 'part', 'filepart', 'tmp'] as const) {
    test(`are never longer than a long final one, and known again (${naming})`, () => {
      fc.assert(
        fc.property(fc.string({ minLength: 1, maxLength: 255, unit: 'grapheme' }), (name) => {
          const made = [partName(name, newToken(), naming), asideName(name, newToken(), naming)];
          for (const one of made) {
            assert.ok(Buffer.byteLength(one) <= Math.max(Buffer.byteLength(name), 64), one);
            assert.ok(one.length <= Math.max(name.length, 64), one);
            assert.equal(one.startsWith('.'), naming === 'hidden' || name.startsWith('.'));
            assert.ok(one.isWellFormed());
            assert.ok(isLeftover(one), one);
          }
          assert.equal(new Set(made).size, 2);
        }),
      );
    });
  }

  test('look as they should', () => {
    const long = 'leads of the north, 28 November 2026, second attempt of the second week.xlsx';
    assert.equal(partName('leads.xlsx', token), '.leads.xlsx.0123456789ab.dialdesk-part');
    assert.equal(
      partName(long, token),
      '.leads of the north, 28 November 2026, second att.0123456789ab.dialdesk-part',
    );
    assert.equal(partName('leads.xlsx', token, 'part'), 'leads.xlsx.dialdesk-0123456789ab.part');
    assert.equal(asideName('a', token, 'tmp'), 'a.dialdesk-old-0123456789ab.tmp');
    assert.equal(asideName(long, token, 'tmp').length, long.length);
    const chinese = '名'.repeat(84);
    for (const made of [partName(chinese, token), asideName(chinese, token, 'filepart')]) {
      assert.ok(Buffer.byteLength(made) <= 252 && made.length <= 84, made);
    }
    for (const other of [
      'leads.xlsx',
      'notes.dialdesk-part',
      'leads.part',
      'x.0123456789ab.tmp',
      '0123456789ab',
    ]) {
      assert.equal(isLeftover(other), false, other);
    }
  });
});

suite('names for local files', () => {
  for (const [remote, local] of [
    ['leads.xlsx', 'leads.xlsx'],
    ['..', '_'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\autoexec.bat', 'C__autoexec.bat'],
    ['con', '_con'],
    ['Nul.txt', '_Nul.txt'],
    ['console.log', 'console.log'],
    ['a. . ', 'a'],
    ['', '_'],
    ['invoice\u202excod.exe', 'invoice_xcod.exe'],
  ] as const) {
    test(`${JSON.stringify(remote)} becomes ${local}`, () => {
      assert.equal(safeLocalName(remote), local);
    });
  }

  test('fit into 255 bytes and keep their ending', () => {
    const name = safeLocalName('字'.repeat(200) + '.xlsx');
    assert.ok(Buffer.byteLength(name) <= 255 && name.endsWith('字.xlsx'));
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: 'binary' }), (remote) => {
        const made = safeLocalName(remote);
        assert.ok(Buffer.byteLength(made) <= 255 && Buffer.byteLength(made) > 0, made);
        assert.ok(isUsable(nameHazards(made)), JSON.stringify(made));
      }),
    );
  });
});
