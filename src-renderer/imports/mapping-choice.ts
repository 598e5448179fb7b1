import type { SourceInfo } from '../../src-main/contract/call-list.ts';
import {
  plainFields,
  type CalledSource,
  type FieldSource,
  type Mapping,
  type PackedData,
  type PlainField,
  type SourceColumn,
} from '../../src-main/contract/mapping.ts';

/** What a field is filled from. Columns are counted from 1; what was typed stays while another kind is tried. */
export interface FieldChoice {
  readonly kind: 'none' | 'column' | 'constant' | 'pack';
  readonly column: number;
  readonly constant: string;
}
export const noChoice: FieldChoice = { kind: 'none', column: 0, constant: '' };

/** One phone column. `column` is 0 until one is chosen. */
export interface PhoneChoice {
  readonly column: number;
  readonly delayTime: FieldChoice;
  readonly type: FieldChoice;
}

/** A column that may be packed into `callData`, and the name it gets there. */
export interface PackChoice {
  readonly column: number;
  readonly name: string;
  readonly chosen: boolean;
}

/** All that is chosen for a source: what a mapping says, in the form in which it is shown. */
export interface MappingChoice {
  readonly phones: readonly PhoneChoice[];
  readonly fields: Readonly<Record<PlainField, FieldChoice>>;
  readonly pack: readonly PackChoice[];
  readonly under: string;
}

/** A column of the source as it is shown: its header, or its letter, and the first value in it. */
export interface ShownColumn {
  readonly column: number;
  readonly header: string;
  readonly letter: string;
  readonly example: string;
}

/** A, B … Z, AA: how a spreadsheet calls a column counted from 1. */
export function columnLetter(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** The columns of a source, those without a header and without a value left out. */
export function columnsOf({ headers, sample }: Pick<SourceInfo, 'headers' | 'sample'>): ShownColumn[] {
  const width = Math.max(headers.length, ...sample.map((row) => row.length));
  return Array.from({ length: width }, (_, index) => ({
    column: index + 1,
    header: headers[index]?.trim() ?? '',
    letter: columnLetter(index + 1),
    example: sample.map((row) => row[index]?.trim() ?? '').find((value) => value !== '') ?? '',
  })).filter(({ header, example }) => header !== '' || example !== '');
}

/** What a mapping says, for a source with these headers; `whole` says whether all of its columns are there. */
export function choiceOf(
  mapping: Mapping | null,
  source: Pick<SourceInfo, 'headers' | 'sample'>,
): { readonly choice: MappingChoice; readonly whole: boolean } {
  let whole = true;
  const numberOf = (wanted: SourceColumn): number => {
    const found =
      typeof wanted === 'number'
        ? wanted
        : 1 +
          [(header: string) => header === wanted, (header: string) => plain(header) === plain(wanted)].reduce(
            (at, fits) => (at >= 0 ? at : source.headers.findIndex(fits)),
            -1,
          );
    if (found === 0) whole = false;
    return found;
  };
  const fieldOf = (from: FieldSource | undefined): FieldChoice => {
    if (from === undefined) return noChoice;
    if ('constant' in from) return { ...noChoice, kind: 'constant', constant: from.constant };
    const column = numberOf(from.column);
    return column === 0 ? noChoice : { ...noChoice, kind: 'column', column };
  };
  const { callData } = mapping ?? {};
  const packed: PackedData | null = callData && 'pack' in callData ? callData : null;
  const packedColumns = packed?.pack.map(({ name, column }) => ({ name, column: numberOf(column) })) ?? [];
  const phones = mapping?.called.map(({ column, delayTime, type }) => ({
    column: numberOf(column),
    delayTime: fieldOf(delayTime),
    type: fieldOf(type),
  }));
  const choice = {
    phones: phones ?? [{ column: 0, delayTime: noChoice, type: noChoice }],
    fields: {
      sessionId: fieldOf(mapping?.sessionId),
      caller: fieldOf(mapping?.caller),
      callData: packed
        ? { ...noChoice, kind: 'pack' as const }
        : fieldOf(callData && !('pack' in callData) ? callData : undefined),
      customField: fieldOf(mapping?.customField),
      recycleTime: fieldOf(mapping?.recycleTime),
      priority: fieldOf(mapping?.priority),
    },
    pack: columnsOf(source).map(({ column, header, letter }) => {
      const known = packedColumns.find((value) => value.column === column);
      return { column, name: known?.name ?? (header || letter), chosen: known !== undefined };
    }),
    under: packed?.under ?? '',
  };
  return { choice, whole };
}

/** What keeps a choice from being a mapping: the names of its messages. */
export type MappingProblem = 'phone' | 'pack_empty' | 'pack_name' | 'delay';

export function problemsOf({ phones, fields, pack }: MappingChoice): MappingProblem[] {
  const names = pack.filter(({ chosen }) => chosen).map(({ name }) => name.trim());
  const packs = fields.callData.kind === 'pack';
  return [
    ...(phones.length === 0 || phones.some(({ column }) => column === 0) ? (['phone'] as const) : []),
    ...(phones.some(({ delayTime }) => delayTime.kind === 'constant' && !isDelay(delayTime.constant))
      ? (['delay'] as const)
      : []),
    ...(packs && names.length === 0 ? (['pack_empty'] as const) : []),
    ...(packs && (names.includes('') || new Set(names).size < names.length) ? (['pack_name'] as const) : []),
  ];
}

const isDelay = (text: string): boolean => /^\d{1,4}$/.test(text.trim()) && Number(text) <= 7200;

/**
 * The mapping of a choice without problems. Columns are named by their headers where these are unique, so that
 * a saved mapping can be read, and by their numbers elsewhere.
 *
 * @param headerRow of the source; 0 where it has none
 */
export function mappingOf(choice: MappingChoice, headers: readonly string[], headerRow: number): Mapping {
  const count = new Map<string, number>();
  for (const header of headers) count.set(plain(header), (count.get(plain(header)) ?? 0) + 1);
  const refer = (column: number): SourceColumn => {
    const header = headers[column - 1] ?? '';
    return header.trim() !== '' && count.get(plain(header)) === 1 ? header : column;
  };
  const source = ({ kind, column, constant }: FieldChoice): FieldSource | undefined => {
    if (kind === 'column' && column > 0) return { column: refer(column) };
    return kind === 'constant' && constant !== '' ? { constant } : undefined;
  };
  const called = choice.phones.map(({ column, delayTime, type }): CalledSource => {
    const [delay, kind] = [source(delayTime), source(type)];
    return { column: refer(column), ...(delay && { delayTime: delay }), ...(kind && { type: kind }) };
  });
  const { fields, pack, under } = choice;
  const packed: PackedData | undefined =
    fields.callData.kind === 'pack'
      ? {
          pack: pack
            .filter(({ chosen }) => chosen)
            .map(({ name, column }) => ({ name: name.trim(), column: refer(column) })),
          ...(under.trim() !== '' && { under: under.trim() }),
        }
      : undefined;
  const plainSources = plainFields.flatMap((field) => {
    const from = source(fields[field]);
    return from ? [[field, from] as const] : [];
  });
  return {
    headerRow: headerRow === 0 ? null : headerRow,
    called,
    ...Object.fromEntries(plainSources),
    ...(packed && { callData: packed }),
  };
}

/** Headers that differ only in width, case, spaces or punctuation are one name to main, too. */
function plain(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}#]/gu, '');
}
