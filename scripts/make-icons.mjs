// node scripts/make-icons.mjs: assets/icons/icon.ico and icon.icns from the pictures beside them.
//
// Both formats are a table of PNG files: Microsoft's ICO (an ICONDIR of 16-byte entries, PNG allowed since
// Windows Vista) and Apple's ICNS (a type of four letters and a length before each).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const folder = join(root, 'assets', 'icons');
const picture = (size) => readFileSync(join(folder, `${size}x${size}.png`));

function ico(sizes) {
  const pictures = sizes.map(picture);
  const head = Buffer.alloc(6 + 16 * sizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(sizes.length, 4);
  let offset = head.length;
  for (const [index, size] of sizes.entries()) {
    const entry = 6 + 16 * index;
    head[entry] = size % 256; // 0 stands for 256
    head[entry + 1] = size % 256;
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(pictures[index].length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += pictures[index].length;
  }
  return Buffer.concat([head, ...pictures]);
}

function icns(types) {
  const parts = Object.entries(types).map(([type, size]) => {
    const data = picture(size);
    const head = Buffer.alloc(8);
    head.write(type, 0, 'latin1');
    head.writeUInt32BE(8 + data.length, 4);
    return Buffer.concat([head, data]);
  });
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.write('icns', 0, 'latin1');
  head.writeUInt32BE(8 + body.length, 4);
  return Buffer.concat([head, body]);
}

writeFileSync(join(folder, 'icon.ico'), ico([16, 32, 48, 64, 128, 256]));
// ic11 to ic14 are the same sizes at twice the density
const types = {
  icp4: 16,
  icp5: 32,
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic13: 256,
  ic08: 256,
  ic14: 512,
  ic09: 512,
  ic10: 1024,
};
writeFileSync(join(folder, 'icon.icns'), icns(types));
