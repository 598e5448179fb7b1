import { detailsOf } from '../../src-main/contract/error-details.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { resultMeaning, type ResultMeaning } from '../../src-main/contract/result-codes.ts';
import { errorWords } from '../app/error-words.ts';
import { asSentence, sentences } from '../app/sentences.ts';

/** The meanings that "Error Code Reference" of CC-FS has. */
const meanings: Partial<Record<ResultMeaning, () => string>> = {
  parameter_null: m.voice_result_parameter_null,
  parameter_empty: m.voice_result_parameter_empty,
  parameter_too_long: m.voice_result_parameter_too_long,
  parameter_format: m.voice_result_parameter_format,
  parameter_too_short: m.voice_result_parameter_too_short,
  version_wrong: m.voice_result_version_wrong,
  body_null: m.voice_result_body_null,
  download_flow_control: m.voice_result_download_flow_control,
  query_flow_control: m.voice_result_query_flow_control,
  file_not_found: m.voice_result_file_not_found,
};

/** Why a file was not converted or uploaded, as lines: what it means, then what the system itself said. */
export function failureLines(error: ErrorShape): string[] {
  const { resultCode, resultDesc = '' } = detailsOf(error, 'result_code');
  if (resultCode === undefined) {
    const { title, text, next } = errorWords(error);
    return [sentences(asSentence(title), text), next];
  }
  const meaning = resultMeaning('ivr/uploadFile', resultCode);
  const text = (meaning && meanings[meaning]?.()) ?? m.voice_result_other();
  return [
    m.voice_result_code({ code: resultCode, text }),
    ...(resultDesc !== '' ? [m.voice_result_answer({ text: resultDesc })] : []),
  ];
}
