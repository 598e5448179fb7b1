// How a request's fields are checked: one table an interface, with the codes that stand on all pages.

/** A refusal. `broken`: the request is not as the documents want it, which a client must never send. */
export class Refused extends Error {
  readonly code: string;
  readonly broken: boolean;

  constructor(code: string, why: string, broken: boolean) {
    super(why);
    this.code = code;
    this.broken = broken;
  }
}

/** A request that breaks a rule of the documents. */
export const broken = (code: string, why: string): Refused => new Refused(code, why, true);
/** One that is well formed, and that the state of things does not allow. */
export const refused = (code: string, why: string): Refused => new Refused(code, why, false);

interface Rule {
  readonly type: 'int' | 'String' | 'strings';
  readonly mandatory?: true;
  readonly min?: number;
  readonly max?: number;
  /** Of a text. */
  readonly longest?: number;
  readonly form?: RegExp;
  readonly among?: readonly number[];
}
export type Rules = Readonly<Record<string, Rule>>;
export type Fields = Readonly<Record<string, unknown>>;

/** Checks a body's fields. @throws Refused with the code that the vendor's pages list for it */
export function checkFields(fields: Fields, rules: Rules): Fields {
  for (const name of Object.keys(fields)) {
    if (rules[name] === undefined) throw broken('0200001', `there is no parameter ${name}`);
  }
  for (const [name, rule] of Object.entries(rules)) {
    const value = fields[name];
    if (value === undefined) {
      if (rule.mandatory) throw broken('02000001', `${name} is missing`);
    } else checkValue(name, value, rule);
  }
  return fields;
}

function checkValue(name: string, value: unknown, rule: Rule): void {
  if (rule.type === 'strings') {
    if (Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '')) return;
    throw broken('02000006', `${name} is no list of texts`);
  }
  if (rule.type === 'int') {
    if (typeof value !== 'number' || !Number.isInteger(value)) throw broken('02000006', `${name} is no int`);
    const { min = -Infinity, max = Infinity, among } = rule;
    if (value < min || value > max || among?.includes(value) === false) {
      throw broken('02000007', `${name} is ${value}`);
    }
    return;
  }
  if (typeof value !== 'string') throw broken('02000006', `${name} is no String`);
  if (value === '') throw broken('02000001', `${name} is empty`);
  if (value.length > (rule.longest ?? Infinity)) throw broken('02000003', `${name} is too long`);
  if (rule.form?.test(value) === false) throw broken('02000002', `${name} is ${value}`);
}

/** The parameters behind a `?`, with numbers as numbers where the rules want an int. @throws Refused */
export function checkQuery(query: URLSearchParams, rules: Rules): Fields {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of query) {
    if (name in fields) throw broken('0200001', `${name} comes twice`);
    const isInt = rules[name]?.type === 'int' && /^-?\d+$/.test(value);
    fields[name] = isInt ? Number(value) : value;
  }
  return checkFields(fields, rules);
}

/** `yyyy-MM-dd HH:mm:ss`. */
export const timeForm = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
export const dayForm = /^\d{4}-\d\d-\d\d$/;
const page = { type: 'int', mandatory: true, min: 1 } as const;
const offset = { type: 'int', mandatory: true, min: 0 } as const;
const upTo100 = { ...page, max: 100 } as const;
const id = { type: 'String', longest: 64, mandatory: true } as const;

/** The parameters of each interface, by the sections of the collected facts and the published pages. */
export const rulesOf = {
  campaigns: {
    name: { type: 'String', longest: 30 },
    status: { type: 'int', mandatory: true, among: [0, 2, 3, 4] },
    deviceType: { type: 'int', mandatory: true, among: [0, 1, 2, 3, 5, 6] },
    beginTime: { type: 'String', form: timeForm },
    endTime: { type: 'String', form: timeForm },
    curPage: page,
    rowsPerPage: upTo100,
  },
  statistics: { campaignId: { type: 'String' }, batchId: { type: 'String' } },
  'calldata/delete': {
    sessionId: { type: 'String', longest: 32 },
    called: { type: 'String', longest: 24, form: /^[\d*#]+$/ },
    customField: { type: 'String', longest: 200 },
    recycleTime: { type: 'String', form: timeForm },
    recycleType: { type: 'String', form: /^[123]$/ },
    archiveHistory: { type: 'int', among: [0, 1] },
  },
  callresult: {
    sessionId: { type: 'String', longest: 32 },
    customField: { type: 'String' },
    pageSize: { type: 'int', min: 1, max: 500 },
    pageNum: { type: 'int' },
    showDetail: { type: 'int', among: [0, 1] },
    beginTime: { type: 'String', form: dayForm },
    endTime: { type: 'String', form: dayForm },
  },
  queryOBSResults: { pageSize: { ...page, max: 50 }, pageNum: page },
  calllogs: {
    offset,
    limit: upTo100,
    url: { type: 'String' },
    beginTime: { type: 'String', mandatory: true, form: timeForm },
    endTime: { type: 'String', mandatory: true, form: timeForm },
  },
  queryDataImportTask: {
    offset,
    limit: upTo100,
    // stands in the example alone
    importTaskIds: { type: 'strings' },
  },
  uploadFileServer: {
    serverId: id,
    filePath: { type: 'String' },
    fileName: { type: 'String', mandatory: true },
    hour: { type: 'String', form: /^(\d|1\d|2[0-3])$/ },
    minute: { type: 'String', form: /^[0-5]\d$/ },
  },
  queryServer: { offset, limit: upTo100, serverIds: { type: 'strings' } },
  'campaign/pause': {},
  'campaign/resume': {},
  campaign: {},
  holiday: {},
} as const satisfies Record<string, Rules>;
export type StrictInterface = keyof typeof rulesOf;
