import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { BackupMove, BackupPlace } from '../../contract/backup.ts';
import {
  callCentreOf,
  type ConnectionSettings,
  type ServiceAddress,
  type TlsTrust,
} from '../../contract/connections.ts';
import {
  secretKeyAccount,
  serverKeyAccount,
  serverPasswordAccount,
  type AppSecrets,
} from '../../secrets/vault.ts';
import type { BackedConnection } from './backup-format.ts';
import type { BackupStore } from './gather.ts';

/** What decides whom a connection's secrets are used with: where it leads, as whom, and whom it trusts there. */
const places = ['isales', 'ccfs', 'vdnId', 'accessKey', 'trust'] as const satisfies BackupMove['field'][];

/**
 * What of a connection would lead elsewhere.
 * @param here the settings it has now; null where it is not here, which makes every address a new one
 */
export function movesOf(wanted: ConnectionSettings, here: ConnectionSettings | null): BackupMove[] {
  const moved = places.filter((field) => here === null || !isDeepStrictEqual(wanted[field], here[field]));
  return moved.map((field) => ({
    field,
    from: here === null ? null : placeOf(here, field),
    to: placeOf(wanted, field),
  }));
}

function placeOf(settings: ConnectionSettings, field: BackupMove['field']): BackupPlace {
  switch (field) {
    case 'isales':
    case 'ccfs':
      return { kind: 'text', text: addressText(settings[field]) };
    case 'trust':
      return trustPlace(settings.trust);
    case 'vdnId':
    case 'accessKey':
      return { kind: 'text', text: String(settings[field]) };
  }
}

function addressText({ host, port }: ServiceAddress): string {
  return `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}

function trustPlace(trust: TlsTrust): BackupPlace {
  switch (trust.kind) {
    case 'system':
      return { kind: 'system' };
    case 'pinned':
      return { kind: 'pinned', isales: trust.isales ?? null, ccfs: trust.ccfs ?? null };
    case 'ca': {
      const digest = createHash('sha256').update(trust.pem).digest('hex').toUpperCase();
      return { kind: 'ca', name: trust.name, sha256: digest.replace(/..(?!$)/g, '$&:') };
    }
  }
}

/**
 * Whether the vault has a secret for a connection of this ID that the backup does not replace: its key, or what a
 * file server of the same call centre is logged in to with. Those of another one are not used where it leads then.
 * @returns null where the vault cannot say
 */
export async function secretsStay(
  connection: BackedConnection,
  id: string,
  store: Pick<BackupStore, 'serverSettings' | 'connections'>,
  vault: Pick<AppSecrets, 'get' | 'answers'>,
): Promise<boolean | null> {
  const { secretKey, serverPasswords = {}, settings } = connection;
  const here = store.connections.get(id);
  const centre = callCentreOf(settings);
  const meant = here === null || callCentreOf(here.settings) === centre ? undefined : centre;
  const owners = store.serverSettings.vaultOwners(id).filter(({ elsewhere }) => elsewhere === meant);
  const accounts = [
    ...(secretKey === undefined ? [secretKeyAccount(id)] : []),
    ...owners.flatMap(({ owner, serverId }) => [
      ...(Object.hasOwn(serverPasswords, serverId) ? [] : [serverPasswordAccount(owner, serverId)]),
      serverKeyAccount(owner, serverId),
    ]),
  ];
  if (accounts.length === 0) return false;
  for (const account of accounts) {
    const secret = await vault.get(account).catch(() => null);
    if (secret !== null) return true;
  }
  return (await vault.answers()) ? false : null;
}
