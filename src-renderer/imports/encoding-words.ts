import type { TextEncodingName } from '../../src-main/contract/call-list.ts';
import { m } from '../../src-main/contract/messages/messages.js';

/** What each encoding is called where a supervisor chooses one. */
export const encodingWords: Readonly<Record<TextEncodingName, () => string>> = {
  'utf-8': () => 'UTF-8',
  'utf-16le': () => 'UTF-16 LE',
  'utf-16be': () => 'UTF-16 BE',
  'utf-32le': () => 'UTF-32 LE',
  'utf-32be': () => 'UTF-32 BE',
  gb18030: m.mapping_encoding_gb18030,
  big5: m.mapping_encoding_big5,
  shift_jis: m.mapping_encoding_shift_jis,
  'euc-jp': m.mapping_encoding_euc_jp,
  'euc-kr': m.mapping_encoding_euc_kr,
  'windows-1250': m.mapping_encoding_windows_1250,
  'windows-1251': m.mapping_encoding_windows_1251,
  'windows-1252': m.mapping_encoding_windows_1252,
  'windows-1253': m.mapping_encoding_windows_1253,
  'windows-1254': m.mapping_encoding_windows_1254,
  'windows-1255': m.mapping_encoding_windows_1255,
  'windows-1256': m.mapping_encoding_windows_1256,
  'windows-874': m.mapping_encoding_windows_874,
};
