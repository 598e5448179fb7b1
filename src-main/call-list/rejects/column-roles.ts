import { templateColumns } from '../../contract/call-data-template.ts';
import type { SourceInfo } from '../../contract/call-list.ts';
import { plainFields, type Mapping, type PlainField } from '../../contract/mapping.ts';
import type { RuleId } from '../../contract/template-rules.ts';
import { templateHeader } from '../header.ts';
import { compileMapping, type CellSource } from '../mapping/compile.ts';

/** Columns of a source (from 0) of which more is sent than their cells show, or less. */
export interface ColumnRoles {
  /** Of a day, its time is sent too. */
  readonly times: ReadonlySet<number>;
  /**
   * Of a number, its digits are sent, without what its format puts between them; each with the rule that such signs
   * break where no format has put them there.
   */
  readonly numbers: ReadonlyMap<number, RuleId>;
  /** Of those two, columns that are sent as their cells show them as well, in another field. */
  readonly alsoShown: ReadonlySet<number>;
}

/** What the columns of a list are for, by its mapping or, without one, by the template's header. */
export function columnRoles(info: Pick<SourceInfo, 'headers'>, mapping: Mapping | undefined): ColumnRoles {
  if (mapping === undefined) {
    const sources = templateHeader(info.headers)?.sources ?? [];
    const of = (name: (typeof templateColumns)[number]): number =>
      sources[templateColumns.indexOf(name)] ?? -1;
    return {
      times: new Set([of('recycleTime')]),
      numbers: new Map([[of('caller'), signsOfCaller]]),
      alsoShown: new Set(),
    };
  }
  const { numbers, plain, pack } = compileMapping(mapping, info.headers);
  const ofField = (field: PlainField): number[] =>
    plain.flatMap((one) => (one.field === field ? columnOf(one.source) : []));
  const times = new Set(ofField('recycleTime'));
  const dialled = new Map<number, RuleId>([
    ...ofField('caller').map((column) => [column, signsOfCaller] as const),
    ...numbers.map(({ column }) => [column, 'called-no-characters'] as const),
  ]);
  const shown = [
    ...plainFields.filter((field) => field !== 'recycleTime' && field !== 'caller').flatMap(ofField),
    ...numbers.flatMap(({ delayTime, type }) => [...columnOf(delayTime), ...columnOf(type)]),
    ...(pack?.values ?? []).map(({ column }) => column),
  ];
  const alsoShown = new Set(shown.filter((column) => times.has(column) || dialled.has(column)));
  return { times, numbers: dialled, alsoShown };
}

const signsOfCaller: RuleId = 'caller-unlikely';

const columnOf = (source: CellSource | undefined): number[] =>
  source !== undefined && 'column' in source ? [source.column] : [];
