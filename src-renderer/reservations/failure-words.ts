import { detailsOf } from '../../src-main/contract/error-details.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import {
  resultMeaning,
  type InterfaceName,
  type ResultMeaning,
} from '../../src-main/contract/result-codes.ts';
import { errorWords, type ErrorWords } from '../app/error-words.ts';

type Meaning = { readonly title: (code: { code: string }) => string; readonly next: () => string };

/** The meanings that Table 5 of "Modifying a Reserved Outbound Call Task" has. */
const meanings: Partial<Record<ResultMeaning, Meaning>> = {
  parameter_error: { title: m.reservations_code_parameter, next: m.reservations_code_parameter_next },
  database_error: { title: m.reservations_code_database, next: m.reservations_code_database_next },
  parameter_empty: { title: m.reservations_code_empty, next: m.reservations_code_empty_next },
  parameter_characters: { title: m.reservations_code_characters, next: m.reservations_code_characters_next },
  parameter_too_long: { title: m.reservations_code_too_long, next: m.reservations_code_too_long_next },
  reservation_not_found: { title: m.reservations_code_not_found, next: m.reservations_code_not_found_next },
};

/** Why a reservation was not listed, changed, made or cancelled; a code by what it means on that interface. */
export function reservationFailure(
  error: ErrorShape,
  name: Extract<InterfaceName, `appoint/${string}`>,
): ErrorWords {
  if (error.code === 'outcome_unknown') {
    return {
      title: m.reservations_unknown_title(),
      text: m.reservations_unknown_text(),
      next: m.reservations_unknown_next(),
    };
  }
  if (error.code === 'not_offered') {
    return {
      title: m.reservations_not_offered_title(),
      text: m.reservations_not_offered_text(),
      next: m.reservations_not_offered_next(),
    };
  }
  const { resultCode, resultDesc = '' } = detailsOf(error, 'result_code');
  if (resultCode === undefined) return errorWords(error);
  const meaning = meanings[resultMeaning(name, resultCode) ?? 'file_not_found'];
  return {
    title: meaning?.title({ code: resultCode }) ?? m.reservations_code_other({ code: resultCode }),
    text: resultDesc !== '' ? m.reservations_code_said({ text: resultDesc }) : m.errors_result_unknown_text(),
    next:
      name === 'appoint/list'
        ? m.reservations_list_failed_next()
        : (meaning?.next() ?? m.errors_result_code_next()),
  };
}
