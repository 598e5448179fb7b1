import type { RuleId } from './template-rules.ts';
import type { Issue } from './call-list.ts';
import { noneInside } from './calling-hours.ts';
import { oddCharacterWords } from './character-words.ts';
import { m } from './messages/messages.js';

/** What a supervisor reads of a rule, in the language of the moment. */
export interface RuleWords {
  /** A few words for lists: "Number has other characters". */
  readonly title: string;
  /** The column and what it expects: "called · digits, * and # only". */
  readonly expects: string;
  /** What is wrong with this value: "the same number as in row 7". */
  readonly wrong: string;
}

/** What is known of one problem; without a value and a detail, the words speak about the rule. */
export type RuleFacts = Pick<Issue, 'expected'> & Partial<Pick<Issue, 'value' | 'detail'>>;

interface Facts {
  readonly expected: string;
  readonly detail: string;
  readonly value: string;
}
type Sentence = (facts: Facts) => string;

const words =
  (title: Sentence, expects: Sentence, wrong: Sentence) =>
  (facts: Facts): RuleWords => ({ title: title(facts), expects: expects(facts), wrong: wrong(facts) });

/** For a rule about characters: the one that breaks it, where that is known. */
const naming =
  (rule: RuleId, otherwise: Sentence): Sentence =>
  (facts) =>
    oddCharacterWords(rule, facts.detail || facts.value) ?? otherwise(facts);

/** As many characters of a detail as the issue store keeps. */
const longestDetail = 100;

/** For a rule about length: how much is too much, unless what there was has been cut for showing. */
const counting =
  (otherwise: Sentence): Sentence =>
  (facts) => {
    const { expected, detail, value } = facts;
    const isCut = detail === '' ? value.endsWith('…') : detail.length >= longestDetail;
    const { length } = detail || value;
    const over = length - Number(expected);
    return over > 0 && !isCut ? m.rule_too_long_by({ length, over }) : otherwise(facts);
  };

/** For a duplicate whose number the other row writes otherwise: its detail is that row, a colon and that number. */
function writtenOtherwise({ detail }: Facts): string | undefined {
  const [row, number] = detail.split(': ');
  if (row === undefined || number === undefined) return undefined;
  return m.rule_duplicate_number_otherwise({ row, number });
}

/** Every rule's words. A rule without them does not compile. */
const table = {
  'cell-error': words(m.rule_cell_error_title, m.rule_cell_error_expects, m.rule_cell_error_wrong),
  'error-text': words(m.rule_error_text_title, m.rule_error_text_expects, m.rule_error_text_wrong),
  'missing-text': words(m.rule_missing_text_title, m.rule_missing_text_expects, m.rule_missing_text_wrong),
  'formula-no-value': words(
    m.rule_formula_no_value_title,
    m.rule_formula_no_value_expects,
    m.rule_formula_no_value_wrong,
  ),
  'cell-unreadable': words(
    m.rule_cell_unreadable_title,
    m.rule_cell_unreadable_expects,
    m.rule_cell_unreadable_wrong,
  ),
  'damaged-character': words(
    m.rule_damaged_character_title,
    m.rule_damaged_character_expects,
    m.rule_damaged_character_wrong,
  ),
  'stray-quote': words(m.rule_stray_quote_title, m.rule_stray_quote_expects, m.rule_stray_quote_wrong),
  'row-too-wide': words(m.rule_row_too_wide_title, m.rule_row_too_wide_expects, m.rule_row_too_wide_wrong),
  'row-hidden': words(m.rule_row_hidden_title, m.rule_row_hidden_expects, m.rule_row_hidden_wrong),
  'more-problems': words(
    m.rule_more_problems_title,
    m.rule_more_problems_expects,
    m.rule_more_problems_wrong,
  ),
  'digits-lost': words(m.rule_digits_lost_title, m.rule_digits_lost_expects, (facts) =>
    facts.detail === '' ? m.rule_digits_lost_wrong(facts) : m.rule_digits_lost_bare(facts),
  ),
  'control-character': words(
    m.rule_control_character_title,
    m.rule_control_character_expects,
    naming('control-character', m.rule_control_character_wrong),
  ),
  'text-too-long': words(
    m.rule_text_too_long_title,
    m.rule_text_too_long_expects,
    counting(m.rule_text_too_long_wrong),
  ),
  'session-id-too-long': words(
    m.rule_session_id_too_long_title,
    m.rule_session_id_too_long_expects,
    counting(m.rule_session_id_too_long_wrong),
  ),
  'called-missing': words(
    m.rule_called_missing_title,
    m.rule_called_missing_expects,
    m.rule_called_missing_wrong,
  ),
  'called-plain-number': words(
    m.rule_called_plain_number_title,
    m.rule_called_plain_number_expects,
    m.rule_called_plain_number_wrong,
  ),
  'called-not-json': words(
    m.rule_called_not_json_title,
    m.rule_called_not_json_expects,
    m.rule_called_not_json_wrong,
  ),
  'called-not-array': words(
    m.rule_called_not_array_title,
    m.rule_called_not_array_expects,
    m.rule_called_not_array_wrong,
  ),
  'called-empty': words(m.rule_called_empty_title, m.rule_called_empty_expects, m.rule_called_empty_wrong),
  'called-repeated-key': words(
    m.rule_called_repeated_key_title,
    m.rule_called_repeated_key_expects,
    m.rule_called_repeated_key_wrong,
  ),
  'called-no-missing': words(
    m.rule_called_no_missing_title,
    m.rule_called_no_missing_expects,
    m.rule_called_no_missing_wrong,
  ),
  'called-no-too-long': words(
    m.rule_called_no_too_long_title,
    m.rule_called_no_too_long_expects,
    counting(m.rule_called_no_too_long_wrong),
  ),
  'called-no-characters': words(
    m.rule_called_no_characters_title,
    m.rule_called_no_characters_expects,
    naming('called-no-characters', m.rule_called_no_characters_wrong),
  ),
  'delay-time': words(m.rule_delay_time_title, m.rule_delay_time_expects, m.rule_delay_time_wrong),
  'called-type': words(m.rule_called_type_title, m.rule_called_type_expects, m.rule_called_type_wrong),
  'called-unknown-key': words(
    m.rule_called_unknown_key_title,
    m.rule_called_unknown_key_expects,
    m.rule_called_unknown_key_wrong,
  ),
  'called-same-number': words(
    m.rule_called_same_number_title,
    m.rule_called_same_number_expects,
    m.rule_called_same_number_wrong,
  ),
  'number-too-short': words(
    m.rule_number_too_short_title,
    m.rule_number_expects,
    m.rule_number_too_short_wrong,
  ),
  'number-too-long': words(m.rule_number_too_long_title, m.rule_number_expects, m.rule_number_too_long_wrong),
  'number-unknown-prefix': words(
    m.rule_number_unknown_prefix_title,
    m.rule_number_expects,
    m.rule_number_unknown_prefix_wrong,
  ),
  'number-foreign': words(m.rule_number_foreign_title, m.rule_number_expects, m.rule_number_foreign_wrong),
  'number-no-area-code': words(
    m.rule_number_no_area_code_title,
    m.rule_number_expects,
    m.rule_number_no_area_code_wrong,
  ),
  'number-form': words(m.rule_number_form_title, m.rule_number_expects, m.rule_number_form_wrong),
  'number-signs': words(m.rule_number_signs_title, m.rule_number_expects, m.rule_number_signs_wrong),
  'do-not-call': words(m.rule_do_not_call_title, m.rule_do_not_call_expects, m.rule_do_not_call_wrong),
  'do-not-call-likely': words(
    m.rule_do_not_call_likely_title,
    m.rule_do_not_call_expects,
    m.rule_do_not_call_likely_wrong,
  ),
  'marked-do-not-call': words(
    m.rule_marked_do_not_call_title,
    m.rule_marked_do_not_call_expects,
    ({ detail }) => (detail === '' ? m.rule_marked_do_not_call_wrong() : m.rule_marked_do_not_call_other()),
  ),
  'called-before': words(
    m.rule_called_before_title,
    m.rule_called_before_expects,
    m.rule_called_before_wrong,
  ),
  'duplicate-number': words(
    m.rule_duplicate_number_title,
    m.rule_duplicate_number_expects,
    (facts) => writtenOtherwise(facts) ?? m.rule_duplicate_number_wrong(facts),
  ),
  'caller-too-long': words(
    m.rule_caller_too_long_title,
    m.rule_caller_too_long_expects,
    counting(m.rule_caller_too_long_wrong),
  ),
  'caller-unlikely': words(
    m.rule_caller_unlikely_title,
    m.rule_caller_unlikely_expects,
    naming('caller-unlikely', m.rule_caller_unlikely_wrong),
  ),
  'call-data-too-long': words(
    m.rule_call_data_too_long_title,
    m.rule_call_data_too_long_expects,
    counting(m.rule_call_data_too_long_wrong),
  ),
  'call-data-not-json': words(
    m.rule_call_data_not_json_title,
    m.rule_call_data_not_json_expects,
    m.rule_call_data_not_json_wrong,
  ),
  'call-data-escaped': words(
    m.rule_call_data_escaped_title,
    m.rule_call_data_escaped_expects,
    m.rule_call_data_escaped_wrong,
  ),
  'call-data-not-object': words(
    m.rule_call_data_not_object_title,
    m.rule_call_data_not_object_expects,
    m.rule_call_data_not_object_wrong,
  ),
  'custom-field-too-long': words(
    m.rule_custom_field_too_long_title,
    m.rule_custom_field_too_long_expects,
    counting(m.rule_custom_field_too_long_wrong),
  ),
  'recycle-time-format': words(
    m.rule_recycle_time_format_title,
    m.rule_recycle_time_format_expects,
    m.rule_recycle_time_format_wrong,
  ),
  'recycle-time-not-real': words(
    m.rule_recycle_time_not_real_title,
    m.rule_recycle_time_not_real_expects,
    m.rule_recycle_time_not_real_wrong,
  ),
  'recycle-time-past': words(
    m.rule_recycle_time_past_title,
    m.rule_recycle_time_past_expects,
    m.rule_recycle_time_past_wrong,
  ),
  'recycle-time-outside-hours': words(
    m.rule_recycle_time_hours_title,
    m.rule_recycle_time_hours_expects,
    (facts) => {
      if (facts.detail === '') return m.rule_recycle_time_hours_outside();
      if (facts.detail === noneInside) return m.rule_recycle_time_hours_none();
      return m.rule_recycle_time_hours_wrong(facts);
    },
  ),
} satisfies Record<RuleId, (facts: Facts) => RuleWords>;

/** The words of a rule, and of a problem with it, for the window and for rejects workbooks. */
export function ruleWords(rule: RuleId, { expected, detail = '', value = '' }: RuleFacts): RuleWords {
  return table[rule]({ expected, detail, value });
}
