import type { FieldIssue } from '../../contract/errors.ts';
import { DialdeskError } from '../../contract/errors.ts';
import {
  plainFields,
  type FieldSource,
  type Mapping,
  type PackedData,
  type PlainField,
  type SourceColumn,
} from '../../contract/mapping.ts';
import { HeaderNames } from './header-names.ts';

/** A field's source with its column found, counted from 0; of a constant, its text as UTF-8. */
export type CellSource = { readonly column: number } | { readonly constant: Buffer };

/** One phone column of `called`. */
export interface CompiledNumber {
  readonly column: number;
  readonly delayTime: CellSource | undefined;
  readonly type: CellSource | undefined;
}

/** Packed `callData`: what stands in the JSON before each value, and at its end. */
export interface CompiledPack {
  readonly values: readonly { readonly before: Buffer; readonly column: number }[];
  readonly end: Buffer;
}

/** A mapping whose columns are found. */
export interface CompiledMapping {
  readonly numbers: readonly CompiledNumber[];
  readonly plain: readonly { readonly field: PlainField; readonly source: CellSource }[];
  readonly pack: CompiledPack | undefined;
}

/**
 * Finds the columns that a mapping names in a source's header (empty for a source without one).
 *
 * Throws `invalid_request` with one field issue for each column that isn't there (`column-not-found`) or whose
 * header occurs more than once (`column-repeated`); paths are those of the mapping, such as `called.0.column`.
 */
export function compileMapping(mapping: Mapping, headers: readonly string[]): CompiledMapping {
  const names = new HeaderNames(headers);
  const problems: FieldIssue[] = [];

  const column = (wanted: SourceColumn, path: string): number => {
    const found = typeof wanted === 'number' ? wanted - 1 : names.find(wanted);
    if (typeof found === 'number') return found;
    problems.push({ path: `${path}.column`, rule: found });
    return 0;
  };
  const cell = (source: FieldSource, path: string): CellSource =>
    'constant' in source
      ? { constant: Buffer.from(source.constant, 'utf8') }
      : { column: column(source.column, path) };
  const optional = (source: FieldSource | undefined, path: string): CellSource | undefined =>
    source && cell(source, path);

  const compiled = {
    numbers: mapping.called.map((number, i) => ({
      column: column(number.column, `called.${i}`),
      delayTime: optional(number.delayTime, `called.${i}.delayTime`),
      type: optional(number.type, `called.${i}.type`),
    })),
    plain: plainFields.flatMap((field) => {
      const source = mapping[field];
      return source && !('pack' in source) ? [{ field, source: cell(source, field) }] : [];
    }),
    pack: mapping.callData && 'pack' in mapping.callData ? compilePack(mapping.callData, column) : undefined,
  };
  if (problems.length > 0) {
    throw new DialdeskError('invalid_request', 'the mapping does not fit the columns of this source', {
      fields: problems,
    });
  }
  return compiled;
}

function compilePack(
  { pack, under }: PackedData,
  column: (wanted: SourceColumn, path: string) => number,
): CompiledPack {
  const opening = under === undefined ? '{' : `{${JSON.stringify(under)}:{`;
  return {
    values: pack.map((value, i) => ({
      before: Buffer.from(`${i === 0 ? opening : ','}${JSON.stringify(value.name)}:`, 'utf8'),
      column: column(value.column, `callData.pack.${i}`),
    })),
    end: Buffer.from(under === undefined ? '}' : '}}'),
  };
}
