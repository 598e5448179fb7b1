import * as v from 'valibot';

/** The interfaces Dialdesk calls, by the names the vendor gives them. Used in errors and in the log. */
export const interfaceNames = [
  'queryServer',
  'updateServer',
  'addServer',
  'deleteServer',
  'uploadFileServer',
  'queryDataImportTask',
  'campaigns',
  'campaign',
  'campaign/pause',
  'campaign/resume',
  'holiday',
  'calldata/delete',
  'statistics',
  'callresult',
  'callresultdetail',
  'queryOBSResults',
  'calllogs',
  'appoint/update',
  'appoint/list',
  'appoint/create',
  'appoint/delete',
  'ivr/uploadFile',
] as const;
export const InterfaceName = v.picklist(interfaceNames);
export type InterfaceName = v.InferOutput<typeof InterfaceName>;

/** What only looks something up: many in a row are one task. What changes something is always a task of its own. */
export const lookUps: ReadonlySet<string> = new Set([
  'queryServer',
  'queryDataImportTask',
  'campaigns',
  'campaign',
  'holiday',
  'statistics',
  'callresult',
  'callresultdetail',
  'queryOBSResults',
  'calllogs',
  'appoint/list',
  'probe',
]);

/** What a documented result code means. The window has words for each, in both languages. */
export const resultMeanings = [
  'parameter_error',
  'parameter_empty',
  'parameter_characters',
  'parameter_too_long',
  'parameter_too_short',
  'parameter_length',
  'parameter_type',
  'parameter_value',
  'parameter_conversion',
  'parameter_combination',
  'hour_and_minute',
  'too_many_parameters',
  'server_not_found',
  'database_error',
  'call_data_not_found',
  'substatus_mismatch',
  'reservation_not_found',
  'campaign_not_found',
  'campaign_state',
  'deletion_state',
  'time_format',
  'dates_together',
  'date_format',
  'date_order',
  'date_span',
  'parameter_null',
  'parameter_format',
  'version_wrong',
  'body_null',
  'download_flow_control',
  'query_flow_control',
  'file_not_found',
] as const;
export type ResultMeaning = (typeof resultMeanings)[number];

type Codes = Readonly<Record<string, ResultMeaning>>;

/** Table 5 of appoint/update; every CC-iSales interface has at least these. */
const isalesBasic: Codes = {
  '0200001': 'parameter_error',
  '02000001': 'parameter_empty',
  '02000002': 'parameter_characters',
  '02000003': 'parameter_too_long',
};

/** The parameter errors of Table 8 of the import, which the file server interfaces share. */
const isalesParameters: Codes = {
  ...isalesBasic,
  '02000004': 'parameter_too_short',
  '02000005': 'parameter_length',
  '02000006': 'parameter_type',
  '02000007': 'parameter_value',
  '02000008': 'parameter_conversion',
  '02000009': 'parameter_combination',
  '02000010': 'hour_and_minute',
  '02000011': 'too_many_parameters',
};

/** What all interfaces of one campaign share: pages 0726 to 0742 of the vendor. */
const isalesCampaign: Codes = {
  ...isalesParameters,
  '0200006': 'database_error',
  '0200007': 'campaign_not_found',
};
/** Pausing and resuming. 0200011 has other meanings on other interfaces. */
const campaignControl: Codes = { ...isalesCampaign, '0200011': 'campaign_state' };

/** Deleting numbers: page 0761 (4033). */
const deletion: Codes = { ...isalesCampaign, '0200028': 'deletion_state', '0200030': 'time_format' };

/** Results of calls: page 0783 of the vendor, which has these numbers of its own. */
const callResults: Codes = {
  ...isalesParameters,
  '0200007': 'campaign_not_found',
  '0200008': 'dates_together',
  '0200009': 'date_format',
  '0200010': 'date_order',
  '0200011': 'date_span',
};

const isalesData: Codes = { '0200033': 'call_data_not_found', '0200034': 'substatus_mismatch' };
const appoint: Codes = { ...isalesBasic, '0200006': 'database_error', '04000004': 'reservation_not_found' };

/** "Error Code Reference" of CC-FS, as far as it is known. */
const ccfs: Codes = {
  '0300001': 'parameter_null',
  '0300002': 'parameter_empty',
  '0300003': 'parameter_too_long',
  '0300004': 'parameter_format',
  '0300005': 'parameter_too_short',
  '0300006': 'version_wrong',
  '0300007': 'body_null',
  '0300008': 'download_flow_control',
  '0300009': 'query_flow_control',
  '0300011': 'file_not_found',
};

/**
 * The documented codes of each interface. They are compared as exact strings, and per interface:
 * `0200001` and `02000001` are two errors, and `0200006` is a missing server on the file server interfaces
 * but a database error on `appoint/*`. Interfaces without a published table have the codes of their family.
 */
export const resultCodes: Readonly<Record<InterfaceName, Codes>> = {
  queryServer: { ...isalesParameters, ...isalesData },
  updateServer: { ...isalesParameters, ...isalesData, '0200006': 'server_not_found' },
  addServer: isalesParameters,
  deleteServer: { ...isalesParameters, '0200006': 'server_not_found' },
  'calldata/delete': deletion,
  uploadFileServer: isalesParameters,
  queryDataImportTask: isalesParameters,
  campaigns: { ...isalesParameters, '0200006': 'database_error' },
  campaign: isalesCampaign,
  'campaign/pause': campaignControl,
  'campaign/resume': campaignControl,
  holiday: isalesCampaign,
  statistics: isalesParameters,
  callresult: callResults,
  callresultdetail: isalesParameters,
  queryOBSResults: isalesParameters,
  calllogs: isalesParameters,
  'appoint/update': appoint,
  'appoint/list': appoint,
  'appoint/create': appoint,
  'appoint/delete': appoint,
  'ivr/uploadFile': ccfs,
};

/** What a code means on an interface, or undefined: then it is shown as it is, with the server's own text. */
export function resultMeaning(interfaceName: InterfaceName, code: string): ResultMeaning | undefined {
  const codes = resultCodes[interfaceName];
  return Object.hasOwn(codes, code) ? codes[code] : undefined;
}
