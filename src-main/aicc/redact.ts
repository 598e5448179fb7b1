/**
 * Takes out of a request or an answer what must not be in a log: secrets, customers' numbers, call data.
 * What is taken out is told by the field it is in, so that the rest stays readable; only in free text, and
 * in fields nobody has documented, by its look.
 */

/** Fields whose value is a secret, is about a customer, or is a whole file. Compared in lower case. */
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
  'data',
]);
/** Names that nobody documented, but that speak for themselves. */
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
  return short.replace(numberInText, '[number]');
}

function redactField(name: string, value: unknown, depth: number): unknown {
  const key = name.toLowerCase();
  if (Array.isArray(value)) {
    if (depth >= maxDepth) return '[deep]';
    const items = value.slice(0, maxItems).map((item) => redactField(name, item, depth + 1));
    return value.length > maxItems ? [...items, `[${value.length - maxItems} more]`] : items;
  }
  if (typeof value === 'object' && value !== null) {
    if (depth >= maxDepth) return '[deep]';
    // A list of reservations is in `data` too; only a text there is a file.
    return Object.fromEntries(
      Object.entries(value).map(([inner, content]) => [inner, redactField(inner, content, depth + 1)]),
    );
  }
  if (value === null || value === '' || typeof value === 'boolean') return value;
  if (hidden.has(key) || hiddenLook.test(key)) {
    return typeof value === 'string' ? `[hidden, ${value.length} characters]` : '[hidden]';
  }
  if (typeof value === 'number') return plain.has(key) ? value : maskedNumber(value);
  if (typeof value !== 'string') return undefined;
  return plain.has(key) ? value.slice(0, maxText) : redactText(value);
}

function maskedNumber(value: number): unknown {
  const masked = redactText(String(value));
  return masked === String(value) ? value : masked;
}
