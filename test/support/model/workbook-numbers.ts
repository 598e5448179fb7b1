import { readRowsOf } from '../read-rows.ts';

/** The customers' numbers in a workbook as it arrived, in its order. */
export async function numbersIn(workbook: Uint8Array, folder: string): Promise<string[]> {
  const rows = await readRowsOf(workbook, folder, 'arrived.xlsx');
  return Object.values(rows).flatMap((texts = []) =>
    texts.flatMap((text) => [...text.matchAll(/"calledNo":"(\d+)"/g)].map(([, number = '']) => number)),
  );
}
