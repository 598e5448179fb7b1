import { m } from '../../src-main/contract/messages/messages.js';

/** The rules of ConnectionSettings (src-main/contract/connections.ts) in words. */
const rules: Readonly<Record<string, () => string>> = {
  required: m.connections_rule_required,
  too_long: m.connections_rule_too_long,
  host: m.connections_rule_host,
  port: m.connections_rule_port,
  vdn: m.connections_rule_vdn,
  access_key: m.connections_rule_access_key,
  secret_key: m.connections_rule_secret_key,
  fine_number: m.numbers_rule_fine,
  too_many: m.numbers_rule_too_many,
  time_zone: m.connections_rule_time_zone,
  voice_limit: m.connections_rule_voice_limit,
  pem: m.connections_rule_pem,
  fingerprint: m.connections_rule_fingerprint,
};

/** A broken rule as the field shows it; undefined for none. */
export function ruleWords(rule: string | undefined): string | undefined {
  if (rule === undefined) return undefined;
  return (rules[rule] ?? m.connections_rule_other)();
}
