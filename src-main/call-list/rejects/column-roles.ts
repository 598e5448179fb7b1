import { templateColumns } from '../../contract/call-data-template.ts';
import type { SourceInfo } from '../../contract/call-list.ts';
import type { Mapping } from '../../contract/mapping.ts';
import { templateHeader } from '../header.ts';
import { compileMapping } from '../mapping/compile.ts';

/** Columns of a source (from 0) of which more is sent than their cells show, or less. */
export interface ColumnRoles {
  /** Of a day, its time is sent too. */
  readonly times: ReadonlySet<number>;
  /** Of a number, its digits are sent, without what its format puts between them. */
  readonly numbers: ReadonlySet<number>;
}

/** What the columns of a list are for, by its mapping or, without one, by the template's header. */
export function columnRoles(info: Pick<SourceInfo, 'headers'>, mapping: Mapping | undefined): ColumnRoles {
  if (mapping === undefined) {
    const sources = templateHeader(info.headers)?.sources ?? [];
    const of = (name: (typeof templateColumns)[number]): number =>
      sources[templateColumns.indexOf(name)] ?? -1;
    return { times: new Set([of('recycleTime')]), numbers: new Set([of('caller')]) };
  }
  const { numbers, plain } = compileMapping(mapping, info.headers);
  const ofField = (field: 'recycleTime' | 'caller'): number[] =>
    plain.flatMap((one) => (one.field === field && 'column' in one.source ? [one.source.column] : []));
  return {
    times: new Set(ofField('recycleTime')),
    numbers: new Set([...numbers.map(({ column }) => column), ...ofField('caller')]),
  };
}
