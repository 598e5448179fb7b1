// Where everything lies in the module's memory, in bytes. usual-rows.ts fills in what a check knows beforehand, and takes
// what came of each row.

/** For each cell style what it shows as it is: 1 for an integer, 2 for any number; 4 for a number as a day, yyyy-mm-dd. */
export const plainStyles: usize = 0x440;
export const mostStyles: u32 = 1024;
/** The most characters of each column of the template (u32). */
export const limits: usize = 0x840;
/** What stands behind the number in a row's tag that says nothing of the row, and how long it is (u32, then bytes). */
export const rowTail: usize = 0x880;
export const longestTail: u32 = 500;
/** The values of customField that are told apart: how many (u32), the length of each, the bytes of each. */
export const carried: usize = 0xb00;
export const carriedRoom: usize = 1024;
export const carriedValues: usize = 0x1000;

/** Of each row taken: where it begins in the window (u32), its recycle time as yyyymmddhhmmss, 0 for none (f64), */
export const positions: usize = 0x4000;
export const moments: usize = 0x8000;
/** what it carries in customField (u8, as check/carried-fields.ts counts), and how many numbers there are up to it (u32). */
export const carriedCodes: usize = 0x10000;
export const numberEnds: usize = 0x11000;
export const mostRows: u32 = 4096;
/** The numbers, packed as check/packed-number.ts packs them. */
export const numbers: usize = 0x16000;
export const mostNumbers: u32 = 8192;

/** Texts of the row that had to be decoded. */
export const decoded: usize = 0x2e000;
export const decodedRoom: usize = 0x12000;

/** For each source column the place where its cells are noted, counted from 1; 0 for one that nothing comes of. */
export const roles: usize = 0x40000;
export const mostColumns: u32 = 256;
/** Whether of a place's cell only its length is needed, not its text (u8). */
export const onlyMeasured: usize = 0x40100;
/**
 * The row being read: start and end (u32) of each place. The first are the columns of the template; the others are the
 * source's columns, and behind them constants, of which they are made by a mapping.
 */
export const places: usize = 0x40200;
export const fieldCount: usize = 7;
export const mostPlaces: u32 = 192;
/** The way from the places to the template's columns, in words; see recipe.ts. */
export const recipe: usize = 0x40800;
/** A day, as a cell shows it: yyyy-mm-dd. */
export const someDay: usize = 0x40f00;
/** The texts of constants. */
export const constants: usize = 0x41000;
export const constantsRoom: usize = 0x3000;
/** What each row says of whether its customer may be called: which mark, length (u8), text; and where a row's ends (u32). */
export const markTexts: usize = 0x44000;
export const markTextsRoom: usize = 0x8000;
export const longestMark: usize = 180;
export const markEnds: usize = 0x4c000;

/** Where shared strings are read, in place of rows: the length of each (u32), and their texts. */
export const textLengths: usize = 0x4000;
export const mostTexts: u32 = 16384;
export const texts: usize = 0x16000;
export const textsRoom: usize = 0x2a000;
/** In bytes; whether a longer one fits into a cell is looked at elsewhere. */
export const longestText: usize = 32767;

/** Where rows are written: which of the next ones (u8: 0 for none, 1 for those written, 2 for others' to read, 3 for the end). */
export const wanted: usize = 0x50000;
export const mostWanted: u32 = 1024;
/** How they are written, in words; see write-rows.ts. */
export const writing: usize = 0x50800;
/** Their XML, their cells with the length of each before it, and room for what a cell is made of. */
export const xml: usize = 0x60000;
export const xmlRoom: usize = 0x80000;
export const hashed: usize = 0xe0000;
export const hashedRoom: usize = 0x60000;
export const made: usize = 0x140000;
export const madeRoom: usize = 0x10000;

/** What is being read of the file. */
export const window: usize = 0x150000;
export const windowSize: usize = 0x180000;

/** Which slot, counted from 1, has a block of 65,536 shared strings, and which a segment of their text (u8); 0 for none. */
export const blockSlots: usize = 0x3100;
export const segmentSlots: usize = 0x3200;
/** When a slot was used last (u32). */
export const blockUsed: usize = 0x3800;
export const segmentUsed: usize = 0x3880;
/** Places and lengths of a block's strings, and texts; behind the window, and only where there are shared strings. */
export const blocks: usize = 0x2d0000;
export const blockSize: usize = 0x80000;
export const blockCount: usize = 6;
export const segments: usize = 0x5d0000;
export const segmentSize: usize = 0x100000;
export const segmentCount: usize = 12;
