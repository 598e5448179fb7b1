// The module's entry: what usual-rows.ts calls, and where it finds what came of it.
export { sheetRows, wantedBlock, wantedSegment } from './sheet';
export { sharedTexts, textCount, textBytes } from './strings';
export { textRows } from './delimited';
export { width, forgetWidth } from './width';
export { rowCount, numberCount, hasPriority, wasFull } from './rules';
export { xmlLength, hashedLength, writtenRows } from './write';
export * from './layout';
