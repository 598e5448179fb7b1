// The module's entry: what usual-rows.ts calls, and where it finds what came of it.
export { sheetRows, resetSheet, width, wantedBlock, wantedSegment } from './sheet';
export { rowCount, numberCount, hasPriority } from './rules';
export * from './layout';
