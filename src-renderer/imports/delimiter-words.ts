import type { Delimiter } from '../../src-main/contract/call-list.ts';
import { m } from '../../src-main/contract/messages/messages.js';

/** Delimiters of text files, in words. */
export const delimiterWords: Readonly<Record<Delimiter, () => string>> = {
  ',': m.mapping_delimiter_comma,
  ';': m.mapping_delimiter_semicolon,
  '\t': m.mapping_delimiter_tab,
  '|': m.mapping_delimiter_bar,
  '^': m.mapping_delimiter_caret,
  '~': m.mapping_delimiter_tilde,
  '\u001f': m.mapping_delimiter_unit,
  '，': m.mapping_delimiter_full_width,
};
