import type { BackupItem, BackupMove, BackupPlace } from '../../src-main/contract/backup.ts';
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
  numberPlan: m.numbers_section,
  callingHours: m.hours_section,
  language: m.backup_change_language,
  theme: m.backup_change_theme,
  activityDays: m.backup_change_activity,
  serverNames: m.backup_change_server_names,
  serverLabels: m.backup_change_server_labels,
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
export function itemEffect({ effect, changes, match, secrets }: BackupItem): string {
  const changed = listNames([...new Set(changes.map((field) => fields[field]?.() ?? field))]);
  const words = {
    add: m.backup_effect_add(),
    replace:
      changes.length === 0
        ? m.backup_effect_replace()
        : m.backup_effect_replace_changes({ changes: changed }),
    repoint: match === null ? m.backup_effect_repoint_new() : m.backup_effect_repoint(),
    same: m.backup_effect_same(),
    unfit: m.backup_effect_unfit(),
    barred: m.backup_effect_barred(),
  }[effect];
  const said = [
    words,
    match && matched(match),
    secrets === 0 ? null : m.backup_with_secrets({ count: secrets }),
  ];
  return said.filter((each) => each !== null).join(' · ');
}

function matched({ by, name }: NonNullable<BackupItem['match']>): string {
  return by === 'id' ? m.backup_match_id({ name }) : m.backup_match_name({ name });
}

/** What of a connection would lead elsewhere: the old place and the new one. */
export function moveWords({ field, from, to }: BackupMove): string {
  const what = fields[field]?.() ?? field;
  return from === null
    ? m.backup_move_new({ what, to: placeWords(to) })
    : m.backup_move({ what, from: placeWords(from), to: placeWords(to) });
}

function placeWords(place: BackupPlace): string {
  switch (place.kind) {
    case 'text':
      return place.text;
    case 'system':
      return m.connections_trust_system();
    case 'ca':
      return m.backup_trust_ca({ name: place.name, sha256: place.sha256 });
    case 'pinned':
      return m.backup_trust_pinned({
        isales: place.isales ?? m.backup_trust_not_pinned(),
        ccfs: place.ccfs ?? m.backup_trust_not_pinned(),
      });
  }
}
