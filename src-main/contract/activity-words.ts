import * as v from 'valibot';
import type { ActivityEntry } from './activity.ts';
import { errorTitles } from './error-titles.ts';
import { ErrorCode } from './errors.ts';
import { m } from './messages/messages.js';
import { InterfaceName, resultMeaning, type ResultMeaning } from './result-codes.ts';

/** What an entry is about, in words: the interface, the step or the kind of job. */
const subjects: Readonly<Record<string, () => string>> = {
  queryServer: m.activity_interface_query_server,
  updateServer: m.activity_interface_update_server,
  addServer: m.activity_interface_add_server,
  deleteServer: m.activity_interface_delete_server,
  uploadFileServer: m.activity_interface_import,
  queryDataImportTask: m.activity_interface_import_results,
  campaigns: m.activity_interface_campaigns,
  campaign: m.activity_interface_campaign,
  'campaign/pause': m.activity_interface_campaign_pause,
  'campaign/resume': m.activity_interface_campaign_resume,
  holiday: m.activity_interface_holiday,
  'calldata/delete': m.activity_interface_delete,
  statistics: m.activity_interface_statistics,
  callresult: m.activity_interface_call_results,
  callresultdetail: m.activity_interface_call_result,
  queryOBSResults: m.activity_interface_result_names,
  calllogs: m.activity_interface_invocations,
  'appoint/update': m.activity_interface_reservation_update,
  'appoint/list': m.activity_interface_reservation_list,
  'appoint/create': m.activity_interface_reservation_create,
  'appoint/delete': m.activity_interface_reservation_delete,
  'ivr/uploadFile': m.activity_interface_voice,
  probe: m.activity_interface_probe,
  upload: m.activity_step_upload,
  download: m.activity_step_download,
  verify: m.activity_step_verify,
  import: m.activity_job_import,
  'voice-upload': m.activity_job_voice,
  'reservation-change': m.activity_job_reservation,
  'take-back': m.activity_job_take_back,
  'call-results': m.activity_interface_call_results,
} satisfies Record<InterfaceName, () => string> & Record<string, () => string>;

/** The subject of an entry in words; a name without words of its own is shown as it is. */
export function subjectWords(name: string): string {
  return subjects[name]?.() ?? name;
}

const kinds: Readonly<Record<ActivityEntry['kind'], () => string>> = {
  request: m.activity_kind_request,
  transfer: m.activity_kind_transfer,
  job: m.activity_kind_job,
};
export const kindWords = (kind: ActivityEntry['kind']): string => kinds[kind]();

const outcomes: Readonly<Record<ActivityEntry['outcome'], () => string>> = {
  ok: m.activity_outcome_ok,
  failed: m.activity_outcome_failed,
  unknown: m.activity_outcome_unknown,
  cancelled: m.activity_outcome_cancelled,
};
export const outcomeWords = (outcome: ActivityEntry['outcome']): string => outcomes[outcome]();

const meanings: Readonly<Record<ResultMeaning, () => string>> = {
  parameter_error: m.activity_meaning_parameter_error,
  parameter_empty: m.activity_meaning_parameter_empty,
  parameter_characters: m.activity_meaning_parameter_characters,
  parameter_too_long: m.activity_meaning_parameter_too_long,
  parameter_too_short: m.activity_meaning_parameter_too_short,
  parameter_length: m.activity_meaning_parameter_length,
  parameter_type: m.activity_meaning_parameter_type,
  parameter_value: m.activity_meaning_parameter_value,
  parameter_conversion: m.activity_meaning_parameter_conversion,
  parameter_combination: m.activity_meaning_parameter_combination,
  hour_and_minute: m.activity_meaning_hour_and_minute,
  too_many_parameters: m.activity_meaning_too_many_parameters,
  server_not_found: m.activity_meaning_server_not_found,
  database_error: m.activity_meaning_database_error,
  call_data_not_found: m.activity_meaning_call_data_not_found,
  substatus_mismatch: m.activity_meaning_substatus_mismatch,
  reservation_not_found: m.activity_meaning_reservation_not_found,
  campaign_not_found: m.activity_meaning_campaign_not_found,
  campaign_state: m.activity_meaning_campaign_state,
  deletion_state: m.activity_meaning_deletion_state,
  time_format: m.activity_meaning_time_format,
  dates_together: m.activity_meaning_dates_together,
  date_format: m.activity_meaning_date_format,
  date_order: m.activity_meaning_date_order,
  date_span: m.activity_meaning_date_span,
  parameter_null: m.activity_meaning_parameter_null,
  parameter_format: m.activity_meaning_parameter_format,
  version_wrong: m.activity_meaning_version_wrong,
  body_null: m.activity_meaning_body_null,
  download_flow_control: m.activity_meaning_download_flow_control,
  query_flow_control: m.activity_meaning_query_flow_control,
  file_not_found: m.activity_meaning_file_not_found,
};

const successCodes = ['0200000', '0'];

/**
 * What an entry's code means: a result code by the interface's own table, one of ours by the error it names.
 * Empty where there is no code, or it is undocumented.
 */
export function codeWords({
  code,
  interface: name,
  outcome,
}: Pick<ActivityEntry, 'code' | 'interface' | 'outcome'>): string {
  if (code === null) return '';
  if (outcome === 'ok') return successCodes.includes(code) ? m.activity_meaning_success() : '';
  if (v.is(ErrorCode, code)) return errorTitles[code]();
  const asked = name === 'import' ? 'uploadFileServer' : name;
  const meaning = v.is(InterfaceName, asked) ? resultMeaning(asked, code) : undefined;
  return meaning ? meanings[meaning]() : '';
}
