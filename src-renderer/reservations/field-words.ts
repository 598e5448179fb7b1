import { m } from '../../src-main/contract/messages/messages.js';

/** The rules of the reservation fields (src-main/contract/reservations.ts) in words; undefined for none. */
export function fieldWords(rule: string | null): string | undefined {
  switch (rule) {
    case null:
      return undefined;
    case 'required':
      return m.reservations_rule_required();
    case 'too_long':
      return m.reservations_rule_too_long();
    case 'characters':
      return m.reservations_rule_characters();
    default:
      return m.reservations_rule_other();
  }
}
