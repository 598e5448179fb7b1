import { isUtf8 } from 'node:buffer';
import type { TextEncodingName } from '../../contract/call-list.ts';
import { giveBack, type RandomAccess } from '../random-access.ts';
import { incompleteTail } from '../xlsx/utf8-chunks.ts';

const chunkSize = 1 << 20;

/**
 * Finds the encoding of a text file: a byte order mark; zero bytes in every second place; UTF-8 if the whole file
 * is valid UTF-8, which no other text of some length is by chance; else GB18030, what Excel and older systems
 * write in China (GBK and GB2312 are parts of it).
 */
export async function findEncoding(file: RandomAccess): Promise<TextEncodingName> {
  const head = await file.read(0, 4096);
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  const unmarked = utf16Unmarked(head);
  if (unmarked !== undefined) return unmarked;
  return (await isAllUtf8(file)) ? 'utf-8' : 'gb18030';
}

function utf16Unmarked(head: Buffer): TextEncodingName | undefined {
  let even = 0;
  let odd = 0;
  for (let p = 0; p < head.length; p += 1) {
    if (head[p] === 0) {
      if (p % 2 === 0) even += 1;
      else odd += 1;
    }
  }
  if (even + odd < head.length / 5) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

async function isAllUtf8(file: RandomAccess): Promise<boolean> {
  for (let position = 0; position < file.size;) {
    const chunk = await file.read(position, chunkSize);
    const isLast = position + chunk.length >= file.size;
    const cut = isLast ? 0 : incompleteTail(chunk);
    if (!isUtf8(chunk.subarray(0, chunk.length - cut))) return false;
    position += chunk.length - cut;
    giveBack(chunk);
  }
  return true;
}
