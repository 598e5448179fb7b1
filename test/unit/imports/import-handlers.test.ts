import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importHandlers, type ImportDeps } from '../../../src-main/features/imports/import-handlers.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';

test('a list that is checked again while an import of it is prepared is not sent as it is then', async () => {
  const seen = { summary: { ready: 1 } };
  let checked: object = seen;
  const deps = {
    lists: {
      checked: () => checked,
      isAsChecked: (_list: string, then: object) => then === checked,
      sha256: () => {
        checked = { summary: { ready: 2 } };
        return Promise.resolve(null);
      },
    },
    places: { planned: () => Promise.resolve({ destination: null, draft: null }) },
    queue: { addAll: () => assert.fail('nobody has seen that check') },
  } as unknown as ImportDeps;
  const place = { connectionId: null, campaignId: null, serverId: null, serverName: null, startsAt: null };
  const plan = { ...place, folder: '', fileName: 'a.xlsx' };
  const { prepare } = importHandlers(deps);
  await assert.rejects(
    async () => prepare({ list: 'l', name: 'a', split: false, mark: false, plan }),
    dialdeskError('conflict', { reason: 'changed' }),
  );
});
