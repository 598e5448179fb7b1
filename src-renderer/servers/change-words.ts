import * as v from 'valibot';
import { detailsOf } from '../../src-main/contract/error-details.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { InterfaceName, resultMeaning, type ResultMeaning } from '../../src-main/contract/result-codes.ts';
import { errorWords, type ErrorWords } from '../app/error-words.ts';

type Words = readonly [text: () => string, next: () => string];

/** What the codes of updateServer, addServer and deleteServer mean, and what to do about each. */
const words: Readonly<Partial<Record<ResultMeaning, Words>>> = {
  parameter_error: [m.servers_code_parameter_error, m.servers_code_parameter_error_next],
  server_not_found: [m.servers_code_server_not_found, m.servers_code_server_not_found_next],
  call_data_not_found: [m.servers_code_call_data, m.servers_code_ask_next],
  substatus_mismatch: [m.servers_code_substatus, m.servers_code_ask_next],
  parameter_empty: [m.servers_code_empty, m.servers_code_empty_next],
  parameter_characters: [m.servers_code_characters, m.servers_code_characters_next],
  parameter_too_long: [m.servers_code_too_long, m.servers_code_too_long_next],
  parameter_too_short: [m.servers_code_too_short, m.servers_code_too_short_next],
  parameter_length: [m.servers_code_length, m.servers_code_length_next],
  parameter_type: [m.servers_code_type, m.servers_code_type_next],
  parameter_value: [m.servers_code_value, m.servers_code_value_next],
  parameter_conversion: [m.servers_code_conversion, m.servers_code_type_next],
  parameter_combination: [m.servers_code_combination, m.servers_code_combination_next],
  hour_and_minute: [m.servers_code_hour, m.servers_code_ask_next],
  too_many_parameters: [m.servers_code_too_many, m.servers_code_ask_next],
};

/** A failure of a change to the list of file servers, in words of its own where the code is documented. */
export function changeWords(error: ErrorShape): ErrorWords & { readonly said: string | null } {
  const plain = { ...errorWords(error), said: null };
  if (error.code === 'not_offered') {
    return {
      ...plain,
      title: m.servers_lacks_title(),
      text: m.servers_lacks_text(),
      next: m.servers_lacks_next(),
    };
  }
  const { interface: name, resultCode, resultDesc = '' } = detailsOf(error, 'result_code');
  if (resultCode === undefined || !v.is(InterfaceName, name)) return plain;
  const meaning = resultMeaning(name, resultCode);
  const own = meaning && words[meaning];
  const said =
    resultDesc !== ''
      ? m.servers_code_said({ code: resultCode, text: resultDesc })
      : m.servers_code_only({ code: resultCode });
  if (!own) return { ...plain, said };
  return { title: m.servers_refused_title(), text: own[0](), next: own[1](), said };
}
