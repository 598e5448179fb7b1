import { maskSign } from '../../contract/activity.ts';

/** A summary should be readable at a glance; longer values are in the log. */
const maxLines = 14;
const maxValue = 200;
/** A list of up to this many plain values is shown; a longer one is only counted. */
const shownItems = 3;

/**
 * Fields as lines of the form `field: value`, one level of names at a time: `serverInfo.ip: 10.1.2.3`. Lists of
 * objects become their length. Values that `redact` removed are shown as dots, which need no translation.
 *
 * @param fields has been through `redact` already
 * @param without names, at any depth, that are shown elsewhere
 */
export function fieldLines(fields: unknown, without: readonly string[] = []): string {
  const lines: string[] = [];
  collect('', fields, without, lines);
  if (lines.length <= maxLines) return lines.join('\n');
  return [...lines.slice(0, maxLines), '…'].join('\n');
}

function collect(name: string, value: unknown, without: readonly string[], lines: string[]): void {
  if (value === null || value === undefined || value === '') return;
  if (Array.isArray(value)) {
    if (value.length > 0) lines.push(`${name}: ${listText(value)}`);
  } else if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      if (!without.includes(key)) collect(name === '' ? key : `${name}.${key}`, inner, without, lines);
    }
  } else lines.push(`${name}: ${valueText(value)}`);
}

function listText(items: readonly unknown[]): string {
  const plain = items.every((item) => typeof item !== 'object');
  if (plain && items.length <= shownItems) return items.map(valueText).join(', ');
  // redact shortens long lists and notes at the end how many more there were
  const more = /^\[(\d+) more\]$/.exec(String(items.at(-1)))?.[1];
  return `[${more === undefined ? items.length : items.length - 1 + Number(more)}]`;
}

function valueText(value: unknown): string {
  const text = String(value)
    .replace(/\[hidden(?:, \d+ characters)?\]|\[number\]/g, maskSign)
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > maxValue ? `${text.slice(0, maxValue)}…` : text;
}
