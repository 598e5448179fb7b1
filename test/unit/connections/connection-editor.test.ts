import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ConnectionTest } from '../../../src-main/contract/connections.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { fakeBridge, type Answers } from '../../support/fake-bridge.ts';
import { shownConnection } from '../../support/renderer-samples.ts';
import { chooseMode } from '../../../src-renderer/connections/connection-draft.ts';
import { ConnectionEditor } from '../../../src-renderer/connections/connection-editor.svelte.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { failure } from '../../support/dialdesk-error.ts';

const pin = Array.from({ length: 32 }, () => 'AB').join(':');

function setUp(answers: Answers['connections'] = {}, existing?: Parameters<typeof shownConnection>[0]) {
  const fake = fakeBridge({ connections: answers });
  const editor = new ConnectionEditor(
    createClient(fake.bridge),
    existing === undefined ? undefined : shownConnection(existing),
  );
  return { editor, calls: fake.calls };
}

/** What was passed with a call, counted from the first, or back from the last. */
function inputOf(calls: readonly { input: unknown }[], at: number): Record<string, unknown> {
  const call = calls.at(at);
  assert.ok(call, 'nothing was called');
  return call.input as Record<string, unknown>;
}

function fill({ draft }: ConnectionEditor): void {
  draft.name = 'Shenzhen prod';
  draft.vdnId = 53;
  draft.isales = { host: 'isales.example.com', port: 28050 };
  draft.ccfs = { host: 'ccfs.example.com', port: 28443 };
  draft.accessKey = 'AK7Q2M';
}

describe('a new connection', () => {
  test('names every empty field when saving is tried, and calls nobody', async () => {
    const { editor, calls } = setUp();
    assert.equal(editor.error('name'), undefined);
    assert.equal(await editor.save(), undefined);
    for (const path of ['name', 'vdnId', 'isales.host', 'ccfs.host', 'ccfs.port', 'accessKey', 'secretKey']) {
      assert.equal(editor.error(path), 'required', path);
    }
    assert.equal(editor.shownIssues, 7);
    assert.deepEqual(calls, []);
  });

  test('comes with the usual port of its deployment; one that was typed stays', () => {
    const { draft } = setUp().editor;
    assert.deepEqual([draft.mode, draft.isales.port, draft.ccfs.port], ['saas', 28050, null]);
    chooseMode(draft, 'op-integrated');
    assert.equal(draft.isales.port, 28080);
    draft.isales.port = 443;
    chooseMode(draft, 'saas');
    assert.deepEqual([draft.mode, draft.isales.port], ['saas', 443]);
    draft.isales.port = null;
    chooseMode(draft, 'op-independent');
    assert.equal(draft.isales.port, 28080);
  });

  test('blames a field for what was typed once it is left, and not for being empty', () => {
    const { editor } = setUp();
    editor.leave('vdnId');
    assert.equal(editor.error('vdnId'), undefined);
    editor.draft.vdnId = 10_000;
    editor.leave('vdnId');
    assert.equal(editor.error('vdnId'), 'vdn');
    editor.draft.vdnId = 9999;
    assert.equal(editor.error('vdnId'), undefined);
  });

  for (const [path, set, rule] of [
    ['isales.port', (e: ConnectionEditor) => (e.draft.isales.port = NaN), 'port'],
    ['isales.port', (e: ConnectionEditor) => (e.draft.isales.port = 65_536), 'port'],
    ['ccfs.host', (e: ConnectionEditor) => (e.draft.ccfs.host = 'a b'), 'host'],
    ['vdnId', (e: ConnectionEditor) => (e.draft.vdnId = 0), 'vdn'],
    ['accessKey', (e: ConnectionEditor) => (e.draft.accessKey = 'AK/1'), 'access_key'],
    ['voiceLimitMb', (e: ConnectionEditor) => (e.draft.voiceLimitMb = 0), 'voice_limit'],
    ['trust.name', (e: ConnectionEditor) => (e.draft.trustKind = 'ca'), 'required'],
    ['name', (e: ConnectionEditor) => (e.draft.name = 'x'.repeat(61)), 'too_long'],
    ['secretKey', (e: ConnectionEditor) => (e.secretKey = 's'.repeat(1025)), 'too_long'],
    ['secretKey', (e: ConnectionEditor) => (e.secretKey = 'secr\u200Bet'), 'secret_key'],
    ['secretKey', (e: ConnectionEditor) => (e.secretKey = ' \t'), 'required'],
    ['isales.host', (e: ConnectionEditor) => (e.draft.isales.host = 'a%00b'), 'host'],
  ] as const) {
    test(`${path} breaks "${rule}"`, () => {
      const { editor } = setUp();
      fill(editor);
      editor.secretKey = 'secret';
      assert.deepEqual(editor.issues, []);
      set(editor);
      assert.deepEqual(editor.issues[0], { path, rule });
    });
  }

  test('is created with its secret key', async () => {
    const { editor, calls } = setUp({ create: ({ settings }) => shownConnection(settings) });
    fill(editor);
    editor.secretKey = 'secret';
    const saved = await editor.save();
    assert.equal(saved?.name, 'Shenzhen prod');
    assert.equal(calls[0]?.name, 'connections.create');
    assert.equal((calls[0].input as { secretKey: string }).secretKey, 'secret');
  });

  test('takes a pasted address apart', () => {
    const { editor } = setUp();
    editor.draft.isales.host = 'https://isales.example.com:28050/rest';
    editor.leaveHost('isales');
    assert.deepEqual({ ...editor.draft.isales }, { host: 'isales.example.com', port: 28050 });
  });

  test('keeps what main refused, and says why', async () => {
    const { editor } = setUp({
      create: () => {
        throw new DialdeskError('keychain_locked', 'locked');
      },
    });
    fill(editor);
    editor.secretKey = 'secret';
    assert.equal(await editor.save(), undefined);
    assert.equal(editor.failure?.code, 'keychain_locked');
    assert.equal(editor.secretKey, 'secret');
    assert.equal(editor.saving, false);
  });
});

describe('an existing connection', () => {
  test('is saved without a secret key while that is not replaced', async () => {
    const { editor, calls } = setUp({ update: () => shownConnection() }, {});
    assert.equal(editor.asksForSecret, false);
    editor.draft.name = 'Renamed';
    assert.ok(await editor.save());
    assert.ok(!Object.hasOwn(inputOf(calls, 0), 'secretKey'));
  });

  test('asks for the secret key when none is saved', () => {
    const { editor } = setUp({}, { secretSaved: false });
    assert.equal(editor.asksForSecret, true);
    assert.deepEqual(editor.issues, [{ path: 'secretKey', rule: 'required' }]);
  });

  test('sends a replaced secret key, and forgets it when the saved one is kept', async () => {
    const { editor, calls } = setUp({ update: () => shownConnection() }, {});
    editor.replaceSecret();
    editor.secretKey = 'new';
    assert.equal(editor.dirty, true);
    await editor.save();
    assert.equal(inputOf(calls, 0)['secretKey'], 'new');
    editor.keepSecret();
    assert.equal(editor.secretKey, '');
    assert.equal(editor.dirty, false);
  });

  test('knows whether leaving would lose something', () => {
    const { editor } = setUp({}, {});
    assert.equal(editor.dirty, false);
    editor.draft.signing.milliseconds = false;
    assert.equal(editor.dirty, true);
    assert.equal(editor.signingChanged, true);
    editor.resetSigning();
    assert.equal(editor.dirty, false);
  });

  test('keeps pins and CA file while another kind of trust is looked at', async () => {
    const ca = { kind: 'ca' as const, name: 'root.pem', pem: '-----BEGIN CERTIFICATE-----' };
    const { editor, calls } = setUp({ update: () => shownConnection(), pickCaFile: () => ca }, {});
    editor.pin('isales', pin);
    await editor.chooseCa();
    assert.equal(editor.draft.trustKind, 'ca');
    editor.draft.trustKind = 'pinned';
    await editor.save();
    const { trust } = inputOf(calls, -1)['settings'] as { trust: unknown };
    assert.deepEqual(trust, { kind: 'pinned', isales: pin });
    assert.equal(editor.draft.ca?.name, 'root.pem');
  });

  test('changes nothing when the choice of a CA file is cancelled', async () => {
    const { editor } = setUp({ pickCaFile: () => null }, {});
    await editor.chooseCa();
    assert.equal(editor.dirty, false);
  });
});

describe('a test of the connection', () => {
  const good: ConnectionTest = {
    services: [
      { service: 'isales', ok: true, ms: 12, error: null, certificate: null },
      { service: 'ccfs', ok: true, ms: 14, error: null, certificate: null },
    ],
  };

  test('needs no name, and uses the saved secret key', async () => {
    const { editor, calls } = setUp({ test: () => good }, {});
    editor.draft.name = '';
    await editor.tester.run();
    assert.equal(editor.tester.passed, true);
    assert.ok(!Object.hasOwn(inputOf(calls, 0), 'secretKey'));
  });

  test('is not made while a field is wrong', () => {
    const { editor, calls } = setUp({ test: () => good }, {});
    editor.draft.ccfs.port = null;
    assert.equal(editor.test(), false);
    assert.equal(editor.error('ccfs.port'), 'required');
    assert.deepEqual(calls, []);
  });

  test('is out of date once the settings change, and fresh again when they are back', async () => {
    const { editor } = setUp({ test: () => good }, {});
    await editor.tester.run();
    assert.equal(editor.tester.stale, false);
    editor.pin('isales', pin);
    assert.equal(editor.tester.stale, true);
    editor.unpin('isales');
    editor.draft.trustKind = 'system';
    assert.equal(editor.tester.stale, false);
  });

  test('is made again once a certificate it has shown is trusted', async () => {
    const { editor, calls } = setUp({ test: () => good }, {});
    await editor.tester.run();
    await editor.trust('isales', pin);
    assert.equal(editor.tester.stale, false);
    assert.equal(calls.length, 2);
    const { trust } = inputOf(calls, 1)['settings'] as { trust: unknown };
    assert.deepEqual(trust, { kind: 'pinned', isales: pin });
  });

  test('that could not be made says why', async () => {
    const { editor } = setUp(
      {
        test: () => {
          throw failure('secret_key_needed');
        },
      },
      {},
    );
    await editor.tester.run();
    assert.equal(editor.tester.failure?.code, 'secret_key_needed');
    assert.equal(editor.tester.passed, false);
  });
});
