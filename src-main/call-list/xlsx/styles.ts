import { builtInShape, plain, shapeOf, type NumberShape } from './number-format.ts';
import { childrenNamed, parseSmallXml } from './small-xml.ts';

/** What each cell style (the `s` of a cell, an index into cellXfs) makes of a number. */
export class CellStyles {
  readonly #shapes: readonly NumberShape[];

  constructor(shapes: readonly NumberShape[] = []) {
    this.#shapes = shapes;
  }

  /** The shape of a style; plain for one that the workbook does not define. */
  shape(style: number): NumberShape {
    return this.#shapes[style] ?? plain;
  }
}

/** Reads the styles part. @throws DialdeskError `file_unreadable`: `bad-xml`, `dtd` */
export function readStyles(xml: string): CellStyles {
  const root = parseSmallXml('The styles part', xml);
  const codes = new Map<number, NumberShape>();
  for (const formats of childrenNamed(root, 'numFmts')) {
    for (const format of childrenNamed(formats, 'numFmt')) {
      codes.set(
        Number(format.attributes.get('numFmtId')),
        shapeOf(format.attributes.get('formatCode') ?? 'General'),
      );
    }
  }
  const shapes: NumberShape[] = [];
  for (const xfs of childrenNamed(root, 'cellXfs')) {
    for (const xf of childrenNamed(xfs, 'xf')) {
      const id = Number(xf.attributes.get('numFmtId') ?? 0);
      shapes.push(codes.get(id) ?? builtInShape(id));
    }
  }
  return new CellStyles(shapes);
}
