import {
  builtInFormat,
  generalFormat,
  numberFormat,
  unknownFormat,
  type NumberFormat,
} from './number-format.ts';
import { childrenNamed, parseSmallXml } from './small-xml.ts';

/** What each cell style (the `s` of a cell, an index into cellXfs) makes of a number. */
export class CellStyles {
  readonly #formats: readonly NumberFormat[];

  constructor(formats: readonly NumberFormat[] = []) {
    this.#formats = formats;
  }

  /** The number format of a style; one that is not known for a style that the workbook does not define. */
  format(style: number): NumberFormat {
    return this.#formats[style] ?? (style === 0 ? generalFormat : unknownFormat);
  }
}

/** Reads the styles part. @throws DialdeskError `file_unreadable`: `bad-xml`, `dtd` */
export function readStyles(xml: string): CellStyles {
  const root = parseSmallXml('The styles part', xml);
  const codes = new Map<number, NumberFormat>();
  for (const list of childrenNamed(root, 'numFmts')) {
    for (const format of childrenNamed(list, 'numFmt')) {
      codes.set(
        Number(format.attributes.get('numFmtId')),
        numberFormat(format.attributes.get('formatCode') ?? 'General'),
      );
    }
  }
  const formats: NumberFormat[] = [];
  for (const xfs of childrenNamed(root, 'cellXfs')) {
    for (const xf of childrenNamed(xfs, 'xf')) {
      const id = Number(xf.attributes.get('numFmtId') ?? 0);
      formats.push(codes.get(id) ?? builtInFormat(id));
    }
  }
  return new CellStyles(formats);
}
