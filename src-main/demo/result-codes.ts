/** The languages of `resultDesc` (request header `locale`). */
export type Locale = 'zh_CN' | 'en_US';

/**
 * CC-iSales result codes with their description, as the interfaces' error code tables have them.
 * `0200006` is left to its two meanings: it depends on the interface.
 */
export const isalesCodes = {
  success: { code: '0200000', en_US: 'success', zh_CN: '成功' },
  parameter: { code: '0200001', en_US: 'Parameter error', zh_CN: '参数错误' },
  noServer: { code: '0200006', en_US: 'The server configuration does not exist', zh_CN: '服务器配置不存在' },
  database: { code: '0200006', en_US: 'Database operation error', zh_CN: '数据库操作异常' },
  noCampaign: { code: '0200007', en_US: 'The campaign does not exist', zh_CN: '外呼活动不存在' },
  state: {
    code: '0200011',
    en_US: 'The campaign status does not allow it',
    zh_CN: '外呼活动状态不允许此操作',
  },
  datesTogether: {
    code: '0200008',
    en_US: 'The begin and end dates must be set at the same time',
    zh_CN: '开始日期和结束日期必须同时设置',
  },
  dateFormat: { code: '0200009', en_US: 'Incorrect date format', zh_CN: '日期格式错误' },
  dateOrder: {
    code: '0200010',
    en_US: 'The begin date must be earlier than the end date',
    zh_CN: '开始日期必须早于结束日期',
  },
  dateSpan: { code: '0200011', en_US: 'The period exceeds 30 days', zh_CN: '时间跨度超过30天' },
  noDeletion: {
    code: '0200028',
    en_US: 'The current state does not allow deleting numbers',
    zh_CN: '当前状态不允许删除号码',
  },
  timeFormat: { code: '0200030', en_US: 'The time format is incorrect', zh_CN: '时间格式错误' },
  noData: { code: '0200033', en_US: 'The outbound call data does not exist', zh_CN: '外呼数据不存在' },
  empty: { code: '02000001', en_US: 'Empty parameter', zh_CN: '参数为空' },
  characters: {
    code: '02000002',
    en_US: 'The parameter contains invalid characters',
    zh_CN: '参数包含非法字符',
  },
  tooLong: {
    code: '02000003',
    en_US: 'The parameter length cannot exceed the maximum length',
    zh_CN: '参数长度不能超过最大长度',
  },
  tooShort: {
    code: '02000004',
    en_US: 'The parameter length cannot be less than the minimum length',
    zh_CN: '参数长度不能小于最小长度',
  },
  length: {
    code: '02000005',
    en_US: 'The parameter length must be within the specified range',
    zh_CN: '参数长度必须在指定范围内',
  },
  type: { code: '02000006', en_US: 'Incorrect parameter type', zh_CN: '参数类型错误' },
  value: { code: '02000007', en_US: 'Incorrect parameter value', zh_CN: '参数值错误' },
  conversion: {
    code: '02000008',
    en_US: 'Parameter conversion error. Check the request parameters',
    zh_CN: '参数转换异常，请检查请求参数',
  },
  combination: {
    code: '02000009',
    en_US: 'Incorrect parameter combination. Check the request parameters',
    zh_CN: '参数组合错误，请检查请求参数',
  },
  hourAndMinute: {
    code: '02000010',
    en_US: 'The hour and minute parameters must be set at the same time',
    zh_CN: '小时和分钟参数必须同时设置',
  },
  tooMany: {
    code: '02000011',
    en_US: 'The number of parameters cannot exceed the specified number',
    zh_CN: '参数个数不能超过指定个数',
  },
  noReservation: {
    code: '04000004',
    en_US: 'The reserved outbound campaign does not exist',
    zh_CN: '预约外呼任务不存在',
  },
} as const;
export type IsalesReason = keyof typeof isalesCodes;

/** CC-FS result codes with their description. */
export const ccfsCodes = {
  success: { code: '0', text: 'success' },
  missing: { code: '0300001', text: 'The parameter is null' },
  empty: { code: '0300002', text: 'The parameter is an empty string' },
  tooLong: { code: '0300003', text: 'The parameter is too long' },
  format: { code: '0300004', text: 'The parameter format is incorrect' },
  tooShort: { code: '0300005', text: 'The parameter is too short' },
  version: { code: '0300006', text: 'The version is incorrect' },
  noBody: { code: '0300007', text: 'The body parameters are null' },
} as const;
export type CcfsReason = keyof typeof ccfsCodes;
