import type { TemplateColumn } from '../../contract/call-data-template.ts';
import { parseLenientJson, toJson, type JsonNode } from '../check/lenient-json.ts';
import { isMissingText } from '../error-texts.ts';
import { jsonTokens } from './json-tokens.ts';

/**
 * A cell without what only says that there is no value (NULL, N/A): a number that is none is taken out of the array of
 * numbers, and in call data the value becomes empty.
 */
export function withoutMissing(value: string, column: TemplateColumn): string {
  if (isMissingText(value)) return '';
  if (column === 'called') return withoutMissingNumbers(value);
  return column === 'callData' ? withoutMissingData(value) : value;
}

const isMissing = (node: JsonNode | undefined): boolean =>
  node?.kind === 'string' && isMissingText(node.value);

function withoutMissingNumbers(value: string): string {
  const node = parseLenientJson(value);
  if (node?.kind !== 'array') return value;
  const kept = node.items.flatMap((item): JsonNode[] => {
    if (item.kind !== 'object') return [item];
    if (item.members.some(([key, one]) => key === 'calledNo' && isMissing(one))) return [];
    return [{ kind: 'object', members: item.members.filter(([, one]) => !isMissing(one)) }];
  });
  const json = toJson({ kind: 'array', items: kept });
  if (json === toJson(node)) return value;
  return kept.length === 0 ? '' : json;
}

/** Nothing else of the text changes. */
function withoutMissingData(value: string): string {
  const tokens = jsonTokens(value) ?? [];
  let changed = '';
  let copied = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== 'string' || tokens[i - 1]?.kind !== ':' || !isMissingText(token.text)) continue;
    changed += `${value.slice(copied, token.start)}""`;
    copied = token.end;
  }
  return changed + value.slice(copied);
}
