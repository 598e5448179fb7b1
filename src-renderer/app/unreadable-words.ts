import type { FileReason, KnownDetails } from '../../src-main/contract/error-details.ts';
import { m } from '../../src-main/contract/messages/messages.js';

type Facts = Omit<KnownDetails<'file_unreadable'>, 'reason'>;

/** Why a file cannot be read, and what helps. A reason without words does not compile. */
const table: Readonly<Record<FileReason, (facts: Facts) => string>> = {
  empty: m.unreadable_empty,
  encrypted: m.unreadable_encrypted,
  'legacy-xls': m.unreadable_legacy_xls,
  xlsb: m.unreadable_xlsb,
  opendocument: m.unreadable_opendocument,
  numbers: m.unreadable_numbers,
  word: m.unreadable_word,
  powerpoint: m.unreadable_powerpoint,
  pdf: m.unreadable_pdf,
  image: m.unreadable_image,
  html: m.unreadable_html,
  xml: m.unreadable_xml,
  zip: m.unreadable_zip,
  archive: m.unreadable_archive,
  program: m.unreadable_program,
  'not-a-workbook': m.unreadable_not_a_workbook,
  'text-named-xlsx': m.unreadable_text_named_xlsx,
  truncated: m.unreadable_truncated,
  damaged: m.unreadable_damaged,
  'bad-xml': ({ sheet, row }) =>
    sheet === undefined || !row ? m.unreadable_bad_xml() : m.unreadable_bad_xml_at({ sheet, row }),
  dtd: m.unreadable_dtd,
  bomb: m.unreadable_bomb,
  'overlapping-entries': m.unreadable_overlapping_entries,
  'unsafe-path': ({ found = '' }) => m.unreadable_unsafe_path({ name: found }),
  unsupported: m.unreadable_unsupported,
  'no-sheet': m.unreadable_no_sheet,
  'too-many-rows': m.unreadable_too_many_rows,
  'too-many-columns': m.unreadable_too_many_columns,
  'cell-too-long': m.unreadable_cell_too_long,
  'row-too-long': m.unreadable_row_too_long,
  'too-large': m.unreadable_too_large,
  'bad-encoding': m.unreadable_bad_encoding,
  'sheet-not-found': m.unreadable_sheet_not_found,
  'no-header': m.unreadable_no_header,
  'no-called-column': m.unreadable_no_called_column,
  'repeated-column': m.unreadable_repeated_column,
  'no-numbers': m.unreadable_no_numbers,
  'prepared-damaged': m.unreadable_prepared_damaged,
  'prepared-newer': m.unreadable_prepared_newer,
  'not-found': m.unreadable_not_found,
  'not-a-file': m.unreadable_not_a_file,
  'no-permission': m.unreadable_no_permission,
  'read-failed': m.unreadable_read_failed,
  'out-of-memory': m.unreadable_out_of_memory,
  'not-wav': m.unreadable_not_wav,
  codec: ({ codec }) => (codec === undefined ? m.unreadable_codec() : m.unreadable_codec_named({ codec })),
  'sample-rate': m.unreadable_sample_rate,
  'no-sound': m.unreadable_no_sound,
  'no-certificate': m.unreadable_no_certificate,
  'not-known-hosts': m.unreadable_not_known_hosts,
};

/** The words for a reason of `file_unreadable`, with what else is known of the file. */
export function unreadableWords(reason: FileReason, facts: Facts): string {
  return table[reason](facts);
}
