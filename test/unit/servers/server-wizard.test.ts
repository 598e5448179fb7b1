import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FileServer } from '../../../src-main/contract/servers.ts';
import { fakeBridge, type Answers } from '../../support/fake-bridge.ts';
import { readyServerState as ready, shownConnection } from '../../support/renderer-samples.ts';
import { ServerWizard } from '../../../src-renderer/servers/server-wizard.svelte.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { failure as errorOf } from '../../support/dialdesk-error.ts';

const server: FileServer = {
  serverId: '1767',
  ip: '10.21.124.175',
  port: '22',
  filePath: '/home/sftp',
  userName: 'isales',
  label: null,
  usedAt: null,
  passwordSaved: true,
  state: null,
  reach: {
    host: null,
    port: null,
    userName: null,
    login: 'password',
    names: 'hidden',
    key: null,
    keySaved: false,
  },
};
const nobody = { ask: () => Promise.reject(new Error('nobody is to be asked')) };

function setUp(answers: Answers['servers'] = {}, before: FileServer | null = server) {
  const fake = fakeBridge({ servers: { usedBy: () => [], tryOut: () => ready, ...answers } });
  const wizard = new ServerWizard(
    createClient(fake.bridge),
    () => ({ connectionId: shownConnection().id }),
    before,
  );
  return { wizard, calls: fake.calls };
}

const full = (text: string): string =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

describe('the rules of a file server', () => {
  const listed = '`~!@#$%^&*()+=|{}\'":;<>/?.\\[]';
  for (const character of [...listed.split(''), ...full(listed).split(''), ' ', '\u3000', '\t']) {
    test(`a user name takes no ${JSON.stringify(character)}`, () => {
      const { wizard } = setUp();
      wizard.draft.userName = `a${character}b`;
      assert.equal(wizard.toReview(), false);
      assert.equal(wizard.problem('userName'), 'characters');
    });
  }

  for (const [field, value, rule] of [
    ['userName', 'u'.repeat(31), 'too_long'],
    ['userName', '', 'required'],
    ['password', '1234567', 'length'],
    ['password', 'p'.repeat(81), 'length'],
    ['ip', 'sftp.example.com', 'ip'],
    ['ip', '', 'required'],
    ['port', '0', 'port'],
    ['port', '65536', 'port'],
    ['port', '22a', 'port'],
    ['filePath', '', 'required'],
  ] as const) {
    test(`${field} ${JSON.stringify(value.slice(0, 12))} breaks "${rule}"`, () => {
      const { wizard } = setUp();
      wizard.draft[field] = value;
      assert.equal(wizard.toReview(), false);
      assert.equal(wizard.problem(field), rule);
    });
  }

  for (const [field, value] of [
    ['userName', 'u'.repeat(30)],
    ['userName', '王五_-,'],
    ['password', '12345678'],
    ['password', 'p'.repeat(80)],
    ['port', '65535'],
    ['port', '２２２２'],
    ['filePath', 'D:/sftp'],
  ] as const) {
    test(`${field} takes ${JSON.stringify(value.slice(0, 12))}`, () => {
      const { wizard } = setUp();
      wizard.draft[field] = value;
      assert.equal(wizard.toReview(), true);
    });
  }

  test('another address wants the password, the same one does not', () => {
    const { wizard } = setUp();
    wizard.draft.ip = '10.21.124.176';
    assert.equal(wizard.toReview(), false);
    assert.equal(wizard.problem('password'), 'required_when_ip_changes');
    wizard.draft.password = '12345678';
    assert.equal(wizard.toReview(), true);
  });

  test('an address that was never told is another one', () => {
    const { wizard } = setUp({}, { ...server, ip: null, port: null, filePath: null });
    Object.assign(wizard.draft, { ip: '10.1.1.1', port: '22', filePath: '/in' });
    wizard.toReview();
    assert.equal(wizard.problem('password'), 'required_when_ip_changes');
  });

  test('a new server wants everything', () => {
    const { wizard } = setUp({}, null);
    wizard.toReview();
    for (const field of ['ip', 'filePath', 'userName', 'password'] as const) {
      assert.equal(wizard.problem(field), 'required', field);
    }
  });
});

function reviewed(answers: Answers['servers'] = {}): ReturnType<typeof setUp> {
  const place = setUp(answers);
  place.wizard.draft.filePath = '/data';
  assert.equal(place.wizard.toReview(), true);
  return place;
}
const failure = (wizard: ServerWizard) =>
  wizard.outcome?.kind === 'failed' ? wizard.outcome.error.code : null;

describe('modifying', () => {
  test('shows what changes, and of the password only that it does', () => {
    const { wizard } = reviewed();
    wizard.draft.password = '12345678';
    assert.deepEqual(wizard.changes, [
      { field: 'filePath', before: '/home/sftp', after: '/data' },
      { field: 'password', before: null, after: '' },
    ]);
  });

  test('nothing changed is nothing to send', () => {
    const { wizard } = setUp();
    assert.equal(wizard.toReview(), false);
    assert.equal(wizard.step, 'settings');
  });

  test('sends what was tried, and nothing else: a trial of other settings does not count', async () => {
    const { wizard, calls } = reviewed({ modify: () => undefined });
    assert.equal(wizard.canSend, false);
    await wizard.tryOut(nobody);
    assert.equal(wizard.canSend, true);
    wizard.back();
    wizard.draft.filePath = '/other';
    wizard.toReview();
    assert.equal(wizard.canSend, false);
    wizard.untried = true;
    await wizard.send();
    assert.deepEqual(wizard.outcome, { kind: 'done', serverId: '1767' });
    assert.deepEqual(calls.at(-1), {
      name: 'servers.modify',
      input: {
        connectionId: shownConnection().id,
        serverId: '1767',
        serverInfo: { ip: '10.21.124.175', port: '22', filePath: '/other' },
        userName: 'isales',
      },
    });
  });

  test('a refusal stays at the review with all that was typed', async () => {
    const { wizard } = reviewed({
      modify: () => {
        throw errorOf('result_code');
      },
    });
    wizard.untried = true;
    await wizard.send();
    assert.deepEqual([wizard.step, failure(wizard)], ['review', 'result_code']);
    wizard.back();
    assert.equal(wizard.draft.filePath, '/data');
    assert.equal(wizard.dirty, true);
  });

  for (const [listed, seen] of [
    [{ ...server, filePath: '/data' }, 'new'],
    [server, 'old'],
    [{ ...server, filePath: '/third' }, 'other'],
    [null, 'other'],
  ] as const) {
    test(`a lost answer: the list that shows ${listed?.filePath ?? 'nothing'} tells "${seen}"`, async () => {
      const { wizard } = reviewed({
        modify: () => {
          throw errorOf('outcome_unknown');
        },
        list: ({ refresh }) => {
          assert.equal(refresh, true);
          return { total: 1, servers: listed ? [listed] : [], count: 1, lacks: [] };
        },
      });
      wizard.untried = true;
      await wizard.send();
      assert.deepEqual(wizard.outcome, { kind: 'unknown', seen: null });
      await wizard.lookAtList();
      assert.deepEqual(wizard.outcome, { kind: 'unknown', seen });
    });
  }
});
