import { m } from '../../src-main/contract/messages/messages.js';
import type { DestinationField } from './destination-form.svelte.ts';

const rules: Readonly<Record<string, () => string>> = {
  required: m.imports_field_required,
  too_long: m.imports_field_too_long,
  campaign_id: m.imports_field_campaign_id,
  incomplete_server: m.imports_field_incomplete_server,
  remote_path: m.imports_field_remote_path,
  file_name: m.imports_field_file_name,
  file_name_xlsx: m.imports_field_file_name_xlsx,
};

/** What a field of the destination does wrong, in words. */
export function fieldWords(field: DestinationField, rule: string | null): string | undefined {
  if (rule === null) return undefined;
  if (field === 'server' && rule === 'required') return m.imports_field_server_required();
  return (rules[rule] ?? m.imports_field_required)();
}
