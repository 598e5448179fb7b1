import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { constants, deflateRawSync } from 'node:zlib';
import { endOfStream } from '../../../src-main/call-list/write/deflate.ts';
import { writeWorkbook } from '../../../src-main/call-list/write/workbook.ts';
import { ZipWriter } from '../../../src-main/call-list/write/zip.ts';
import { writeAtomically } from '../../../src-main/platform/atomic-file.ts';
import { localContent } from '../../support/local-entries.ts';
import { tempFolder } from '../../support/temp-folder.ts';

test('more rows than a sheet holds continue on the next sheet, under the same header', async (context) => {
  const target = path.join(tempFolder(context), 'rejects.xlsx');
  const rows = 1_048_575 + 2;
  const cell = Buffer.from('x');
  await writeWorkbook(
    target,
    { name: 'Rejects', columns: [{ header: 'Phone', width: 20 }] },
    async (sheet) => {
      for (let row = 0; row < rows; row++) {
        sheet.cell(cell, 0, 1);
        // A reader gives its rows in chunks, so that nobody waits at the very row where a sheet ends.
        if (sheet.endRow() && row % 1000 === 0) await sheet.ready();
      }
    },
    { mostRows: rows, level: 1 },
  );
  const zip = readFileSync(target);
  const first = localContent(zip, 'xl/worksheets/sheet1.xml');
  assert.ok(first.includes('<row r="1048576">'));
  assert.ok(!first.includes('<row r="1048577">'));
  const second = localContent(zip, 'xl/worksheets/sheet2.xml').toString();
  assert.match(second, /<row r="1">.*>Phone<.*<row r="2">.*<row r="3">/);
  assert.ok(!second.includes('<row r="4">'));
  const workbook = localContent(zip, 'xl/workbook.xml').toString();
  assert.match(workbook, /name="Rejects" sheetId="1".*name="Rejects 2" sheetId="2"/);
});

test('an entry of more than 4 GB gets zip64 sizes in both of its headers', async (context) => {
  const target = path.join(tempFolder(context), 'large.zip');
  const zeros = new Uint8Array(64 * 1024 * 1024);
  const compressed = deflateRawSync(zeros, { level: 1, finishFlush: constants.Z_SYNC_FLUSH });
  const times = 65;
  await writeAtomically(target, async (file) => {
    const zip = new ZipWriter(file);
    await zip.begin('zeros');
    for (let i = 0; i < times; i++) {
      zip.account(zeros);
      await zip.write(compressed);
    }
    await zip.write(endOfStream);
    await zip.end();
    await zip.finish();
  });

  const size = BigInt(zeros.length * times);
  const compressedSize = BigInt(compressed.length * times + endOfStream.length);
  const bytes = readFileSync(target);
  const localExtra = 30 + 'zeros'.length;
  assert.equal(bytes.readUInt16LE(4), 45, 'version needed');
  assert.equal(bytes.readUInt32LE(22), 0xffff_ffff);
  assert.equal(bytes.readUInt16LE(localExtra), 1, 'the zip64 field');
  assert.equal(bytes.readBigUInt64LE(localExtra + 4), size);
  assert.equal(bytes.readBigUInt64LE(localExtra + 12), compressedSize);

  const directory = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  const directoryExtra = directory + 46 + 'zeros'.length;
  assert.equal(bytes.readUInt16LE(directory + 30), 28);
  assert.equal(bytes.readUInt16LE(directoryExtra), 1);
  assert.equal(bytes.readBigUInt64LE(directoryExtra + 4), size);
  assert.equal(bytes.readBigUInt64LE(directoryExtra + 12), compressedSize);
  assert.equal(bytes.readBigUInt64LE(directoryExtra + 20), 0n, 'its offset');
});
