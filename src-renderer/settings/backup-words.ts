import type { BackupItem } from '../../src-main/contract/backup.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { listNames } from '../app/format.ts';

/** The fields that an import may change, by their names in the contract. */
const fields: Readonly<Record<string, () => string>> = {
  name: m.backup_change_name,
  isales: m.connections_isales,
  ccfs: m.connections_ccfs,
  vdnId: m.backup_change_vdn,
  accessKey: m.backup_change_access_key,
  mode: m.backup_change_mode,
  trust: m.backup_change_trust,
  signing: m.backup_change_signing,
  voiceLimitMb: m.backup_change_voice,
  voiceCodec: m.backup_change_voice,
  language: m.backup_change_language,
  theme: m.backup_change_theme,
  activityDays: m.backup_change_activity,
  serverNames: m.backup_change_server_names,
};

/** What an item is, with its name. */
export function itemName({ what, name }: BackupItem): string {
  const shown = name === '' ? m.backup_item_unnamed() : name;
  if (what === 'preferences') return m.backup_item_preferences();
  return what === 'mapping'
    ? m.backup_item_mapping({ name: shown })
    : m.backup_item_connection({ name: shown });
}

/** What importing an item does. */
export function itemEffect({ effect, changes, secrets }: BackupItem): string {
  const changed = listNames([...new Set(changes.map((field) => fields[field]?.() ?? field))]);
  const words = {
    add: m.backup_effect_add(),
    replace:
      changes.length === 0
        ? m.backup_effect_replace()
        : m.backup_effect_replace_changes({ changes: changed }),
    same: m.backup_effect_same(),
    unfit: m.backup_effect_unfit(),
    barred: m.backup_effect_barred(),
  }[effect];
  return secrets === 0 ? words : `${words} · ${m.backup_with_secrets({ count: secrets })}`;
}
