/**
 * Takes out of a request or an answer what must not be in a log: secrets, customers' numbers, call data.
 * What is redacted depends on the field it is in, so that the rest stays readable; only in free text, and
 * in undocumented fields, by its look.
 */

/** Fields whose value is a secret or is about a customer. Compared in lower case. */
const hidden = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'serverpwd',
  'password',
  'secretkey',
  'sk',
  'called',
  'calledno',
  'caller',
  'callerno',
  'calldata',
  'customfield',
  'remark',
]);
/** Undocumented names that speak for themselves. */
const hiddenLook =
  /pass(?:word|wd|phrase)?$|pwd|secret|token|signature|phone|mobile|called|caller|callee|customer/;

/** Fields whose digits are known to be no telephone number. Compared in lower case. */
const plain = new Set([
  'resultcode',
  'returncode',
  'offset',
  'limit',
  'count',
  'totalcount',
  'totalsize',
  'curpage',
  'rowsperpage',
  'serverid',
  'serverids',
  'campaignid',
  'importtaskid',
  'importtaskids',
  'appointid',
  'taskid',
  'id',
  'appointtime',
  'begintime',
  'endtime',
  'status',
  'succnum',
  'repeatnum',
  'failnum',
  'blacknum',
  'port',
  'ip',
  'filepath',
  'filename',
  'username',
  'useraccount',
  'workno',
  'locationid',
  'hour',
  'minute',
]);

/** A telephone number as it stands in a text: 7 to 24 digits, with a plus. IDs have thirty and stay. */
const numberInText = /(?<!\d)\+?\d{7,24}(?!\d)/g;
/**
 * The same as people write it, in groups: +86 139 8765 4321, 139-8765-4321, (0755) 2878 0808. The last group has
 * three digits at least, which spares dates and times.
 */
const groupedNumber = /(?<![\w.-])\+?(?:\(?\d{2,4}\)?[ -]){1,4}\d{3,11}(?![\w-])/g;
const fewestDigits = 7;

/** Longer lists and texts are cut: a log entry is to be read. */
const maxItems = 20;
const maxText = 2_000;
const maxDepth = 8;

/** A copy of `value` that may be logged. `[…]` stands for what was taken out. */
export function redact(value: unknown): unknown {
  return redactField('', value, 0);
}

/** The same for a single text, such as the description of an error. */
export function redactText(text: string): string {
  const short = text.length > maxText ? `${text.slice(0, maxText)}…` : text;
  return redactNumbers(short);
}

/** Takes telephone numbers out of a text of any length, by their look. */
export function redactNumbers(text: string): string {
  return text
    .replace(groupedNumber, (found) => (found.replace(/\D/g, '').length < fewestDigits ? found : '[number]'))
    .replace(numberInText, '[number]');
}

function redactField(name: string, value: unknown, depth: number): unknown {
  const key = name.toLowerCase();
  if (value === null || value === '' || typeof value === 'boolean') return value;
  // In `data`, a text is a voice file and a list is a page of reservations: that one is looked into.
  if (hidden.has(key) || hiddenLook.test(key) || (key === 'data' && typeof value === 'string')) {
    return typeof value === 'string' ? `[hidden, ${value.length} characters]` : '[hidden]';
  }
  if (typeof value === 'object') return depth < maxDepth ? redactInside(name, value, depth + 1) : '[deep]';
  if (typeof value === 'number') return plain.has(key) ? value : maskedNumber(value);
  if (typeof value !== 'string') return undefined;
  return plain.has(key) ? value.slice(0, maxText) : redactText(value);
}

function redactInside(name: string, value: object, depth: number): unknown {
  if (!Array.isArray(value)) {
    const entries = Object.entries(value).map(([inner, item]) => [inner, redactField(inner, item, depth)]);
    return Object.fromEntries(entries);
  }
  const items = value.slice(0, maxItems).map((item) => redactField(name, item, depth));
  return value.length > maxItems ? [...items, `[${value.length - maxItems} more]`] : items;
}

function maskedNumber(value: number): unknown {
  const masked = redactText(String(value));
  return masked === String(value) ? value : masked;
}
