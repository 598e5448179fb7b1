import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { secretKeyAccount } from '../../../src-main/secrets/vault.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { openDialdesk } from '../../support/dialdesk.ts';
import { sampleConnection } from '../../support/sample-connection.ts';
import { tempFolder } from '../../support/temp-folder.ts';

test('where the settings of a connection cannot be saved, neither is the secret key that belongs to them', async (context) => {
  const { client, store, vault } = await openDialdesk(context, tempFolder(context));
  const { id } = await client.connections.create({ settings: sampleConnection(), secretKey: 'of-before' });
  const full = context.mock.method(store.connections, 'update', () => {
    throw new DialdeskError('local_disk', 'the disk is full', { details: { cause: 'ENOSPC' } });
  });
  const change = { id, settings: sampleConnection({ vdnId: 18 }), secretKey: 'of-the-other' };
  await assert.rejects(client.connections.update(change), dialdeskError('local_disk'));
  assert.equal(await vault.get(secretKeyAccount(id)), 'of-before');
  full.mock.restore();
  await client.connections.update(change);
  assert.equal(await vault.get(secretKeyAccount(id)), 'of-the-other');
});
