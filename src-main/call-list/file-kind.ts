import type { UnreadableReason } from '../contract/call-list.ts';
import { compoundFileNames } from './compound-file.ts';
import { isUtf8 } from 'node:buffer';
import type { RandomAccess } from './random-access.ts';
import { utf16Unmarked } from './text/utf16-form.ts';
import { utf32Form } from './text/utf32.ts';
import { unreadable } from './unreadable.ts';
import { incompleteTail } from './xlsx/utf8-chunks.ts';

/** The first bytes of files that people rename to .xlsx or .csv, in latin-1. */
const signatures: readonly (readonly [start: string, reason: UnreadableReason, what: string])[] = [
  ['%PDF-', 'pdf', 'This is a PDF document.'],
  ['\x89PNG', 'image', 'This is an image.'],
  ['\xff\xd8\xff', 'image', 'This is an image.'],
  ['GIF8', 'image', 'This is an image.'],
  ['BM', 'image', 'This is an image.'],
  ['II*\0', 'image', 'This is an image.'],
  ['MM\0*', 'image', 'This is an image.'],
  ['\x1f\x8b', 'archive', 'This is a compressed archive.'],
  ['7z\xbc\xaf\x27\x1c', 'archive', 'This is a compressed archive.'],
  ['Rar!\x1a', 'archive', 'This is a compressed archive.'],
  ['MZ', 'program', 'This is a program.'],
  ['\x7fELF', 'program', 'This is a program.'],
  // Excel before 1997: a bare BIFF stream.
  ['\x09\x00\x04\x00', 'legacy-xls', 'This is a workbook of a very old Excel.'],
  ['\x09\x02\x06\x00', 'legacy-xls', 'This is a workbook of a very old Excel.'],
  ['\x09\x04\x06\x00', 'legacy-xls', 'This is a workbook of a very old Excel.'],
  ['\x09\x08', 'legacy-xls', 'This is a workbook of a very old Excel.'],
];

const compoundFile = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

/**
 * Tells a workbook from a text file by what is in it, whatever it is called.
 *
 * @throws DialdeskError `file_unreadable` with the reason that names what the file is instead
 */
export async function fileKind(file: RandomAccess): Promise<'xlsx' | 'text'> {
  if (file.size === 0) throw unreadable('empty', 'The file is empty.');
  const head = await file.read(0, 4096);
  const start = head.toString('latin1', 0, 16);
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) return 'xlsx';
  if (start.startsWith(compoundFile)) throw await compoundFileError(file);
  for (const [signature, reason, what] of signatures) {
    // BM, MZ and the like may begin a text; a binary file has a zero byte soon.
    if (start.startsWith(signature) && (signature.length > 2 || head.includes(0) || reason === 'archive')) {
      throw unreadable(reason, what);
    }
  }
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (/^<(?:!doctype\s+html|html|head|body|table|meta|style)\b/i.test(text)) {
    throw unreadable('html', 'This is a web page, as some systems export under a workbook’s name.');
  }
  if (/^<\?xml|^<Workbook\b/.test(text)) {
    throw unreadable('xml', 'This is an XML document, not a workbook.');
  }
  if (/^\{\\rtf/.test(text)) throw unreadable('word', 'This is a rich text document.');
  const isText = looksLikeText(head);
  if (/\.(?:xlsx|xlsm|xltx)$/i.test(file.name)) {
    if (isText) throw unreadable('text-named-xlsx', 'This is a text file under the name of a workbook.');
    throw unreadable('not-a-workbook', 'This is not a workbook.');
  }
  if (!isText) throw unreadable('not-a-workbook', 'This is neither a workbook nor a text file.');
  return 'text';
}

/** So many control characters are slips in any file, however short. */
const fewControls = 8;

/**
 * UTF-16 has zero bytes, every second one, and UTF-32 more; any other text has few control characters. Zeros that fill its fields, or the
 * last block of the file, do not make it another thing, nor do separators that some systems write: where the rest is
 * UTF-8 in lines, they are problems of their rows.
 */
function looksLikeText(head: Buffer): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  if (utf32Form(head) !== undefined || utf16Unmarked(head) !== undefined) return true;
  let text = 0;
  let zeros = 0;
  let controls = 0;
  let end = head.length;
  while (end > 0 && (head[end - 1] === 0 || head[end - 1] === 0x1a)) end -= 1;
  for (let p = 0; p < end; p += 1) {
    const byte = head[p] as number;
    if (byte === 0) zeros += 1;
    else if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 0x1b) {
      controls += 1;
    } else text += 1;
  }
  if (text === 0) return false;
  const isLines =
    (head.includes(0x0a) || head.includes(0x0d)) &&
    isUtf8(head.subarray(0, end < head.length ? end : end - incompleteTail(head)));
  if (controls > Math.max(fewControls, isLines ? text / 4 : end / 100)) return false;
  return zeros === 0 || (isLines && text >= zeros / mostZeros);
}

/** A short text in a field that zeros fill, or in a file with a hole. */
const mostZeros = 64;

/** A compound file (MS-CFB): a workbook with a password has a stream EncryptedPackage, an old one Workbook or Book. */
async function compoundFileError(file: RandomAccess): Promise<Error> {
  const names = await compoundFileNames(file);
  // A damaged one may still have the names at its beginning.
  const bytes = names.size > 0 ? undefined : await file.read(0, 1 << 20);
  const has = (name: string): boolean =>
    names.has(name) || bytes?.includes(Buffer.from(`${name}\0`, 'utf16le')) === true;
  if (has('EncryptedPackage')) return unreadable('encrypted', 'The workbook is protected by a password.');
  if (has('Workbook') || has('Book'))
    return unreadable('legacy-xls', 'This is a workbook in the old .xls format.');
  if (has('WordDocument')) return unreadable('word', 'This is a Word document.');
  if (has('PowerPoint Document')) return unreadable('powerpoint', 'This is a PowerPoint presentation.');
  return unreadable('not-a-workbook', 'This is not a workbook.');
}
