import { m } from './messages/messages.js';

/**
 * What a rejects workbook says of a text that was too long for a cell or is in doubt, in the language in use. In a file of
 * its own, so that whoever loads it late gets these messages and not the whole catalogue.
 */
export const rejectNotes = {
  /** The mark at the end of the text that was cut. */
  cut: (): string => m.rejects_cut(),
  /** The sentence in the explanation. */
  wasCut: (column: string): string => m.rejects_was_cut({ column }),
  /** The same of a text in doubt. */
  inDoubt: (column: string, mark: string): string => m.rejects_in_doubt({ column, mark }),
};
