import { fileServerRules, forbiddenInUserName } from '../../src-main/contract/file-servers.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import type { ServerDraft, ServerField } from './server-wizard.svelte.ts';

export const fieldLabels: Readonly<Record<ServerField, () => string>> = {
  ip: m.servers_fact_address,
  port: m.servers_fact_port,
  filePath: m.servers_fact_path,
  userName: m.servers_fact_user,
  password: m.servers_fact_password,
};

/** A broken rule of contract/file-servers.ts as the field shows it; undefined for none. */
export function serverRuleWords(
  field: ServerField,
  rule: string | undefined,
  draft: ServerDraft,
): string | undefined {
  switch (rule) {
    case undefined:
      return undefined;
    case 'required':
      return m.servers_rule_required();
    case 'required_when_ip_changes':
      return m.servers_rule_password_for_ip();
    case 'ip':
      return m.servers_rule_ip();
    case 'port':
      return m.servers_rule_port();
    case 'length':
      return m.servers_rule_password({ min: fileServerRules.passwordMin, max: fileServerRules.passwordMax });
    case 'too_long':
      return m.servers_rule_too_long({
        max: field === 'userName' ? fileServerRules.userNameMax : fileServerRules.filePathMax,
        length: draft[field].trim().length,
      });
    default: {
      const forbidden = field === 'userName' ? forbiddenInUserName(draft.userName) : [];
      return forbidden.length === 0
        ? m.servers_rule_control()
        : m.servers_rule_characters({ characters: forbidden.map(shown).join('  ') });
    }
  }
}

/** A blank is named, else it would not be seen. */
function shown(character: string): string {
  return character.trim() === '' ? m.servers_rule_blank() : character;
}
