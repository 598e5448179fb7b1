import type { TextEncodingName } from '../../src-main/contract/call-list.ts';

const tables = new Map<TextEncodingName, Map<string, Buffer>>();

/** A text in an older encoding, of one or two bytes a character: what Node can read and not write. */
export function legacyBytes(text: string, encoding: TextEncodingName): Buffer {
  const table = tables.get(encoding) ?? tableOf(encoding);
  tables.set(encoding, table);
  return Buffer.concat(
    Array.from(text, (character) => {
      const bytes = table.get(character);
      if (bytes === undefined) throw new Error(`${encoding} has no ${character}`);
      return bytes;
    }),
  );
}

function tableOf(encoding: TextEncodingName): Map<string, Buffer> {
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, Buffer>();
  const note = (...bytes: number[]): void => {
    const text = decoder.decode(Uint8Array.from(bytes));
    if (Array.from(text).length === 1 && text !== '\ufffd' && !table.has(text))
      table.set(text, Buffer.from(bytes));
  };
  for (let byte = 0; byte < 0x100; byte += 1) note(byte);
  for (let lead = 0x80; lead < 0x100; lead += 1)
    for (let trail = 0x40; trail < 0x100; trail += 1) note(lead, trail);
  return table;
}
