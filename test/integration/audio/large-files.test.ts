import assert from 'node:assert/strict';
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openFile, type ByteSource } from '../../../src-main/audio/byte-source.ts';
import { inspectVoice, inspectVoiceFile } from '../../../src-main/audio/inspect.ts';
import { runCommand } from '../../support/run-command.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { pcm16, wav } from '../../support/wav-builder.ts';

test('a file of 2 GB is inspected by its headers alone', async (context) => {
  const file = join(tempFolder(context), 'large.wav');
  const header = wav(Buffer.alloc(0), { tag: 1, bits: 16, channels: 2, sampleRate: 48000 });
  const sound = 2 ** 31;
  header.writeUInt32LE(sound + 36, 4);
  header.writeUInt32LE(sound, 40);
  writeFileSync(file, header);
  truncateSync(file, sound + 44); // sparse: it takes no room on the disk
  const found = await inspectVoiceFile(file);
  const opened = await openFile(file);
  context.after(() => opened.close());
  let bytes = 0;
  const counting: ByteSource = {
    size: opened.source.size,
    read: (into, position) => {
      bytes += into.length;
      return opened.source.read(into, position);
    },
  };
  assert.deepEqual(await inspectVoice(counting), found);
  assert.ok(bytes < 1 << 20, `headers only, whatever the size; ${bytes} bytes were read`);
  assert.ok(found.readable);
  assert.deepEqual([found.frames, found.fileBytes, found.warnings], [sound / 4, sound + 44, []]);
});

test('the memory of a conversion does not grow with the length', async (context) => {
  const folder = tempFolder(context);
  const peak = async (minutes: number) => {
    const file = join(folder, `${minutes}.wav`);
    const frames = 44100 * 60 * minutes;
    const header = wav(Buffer.alloc(0), { tag: 1, bits: 16, channels: 2, sampleRate: 44100 });
    header.writeUInt32LE(frames * 4 + 36, 4);
    header.writeUInt32LE(frames * 4, 40);
    writeFileSync(file, Buffer.concat([header, pcm16([0.5, -0.5, 0.25])]));
    truncateSync(file, 44 + frames * 4);
    const program = `
      import { convertVoiceFile } from ${JSON.stringify(new URL('../../../src-main/audio/convert.ts', import.meta.url))};
      await convertVoiceFile(${JSON.stringify(file)}, ${JSON.stringify(join(folder, 'out.wav'))});
      process.stdout.write(String(process.resourceUsage().maxRSS));
    `;
    const { status, stdout, stderr } = await runCommand(process.execPath, [
      '--input-type=module',
      '-e',
      program,
    ]);
    assert.equal(status, 0, stderr);
    assert.equal(statSync(join(folder, 'out.wav')).size, 58 + 8000 * 60 * minutes);
    assert.equal(readFileSync(join(folder, 'out.wav')).at(-1), 0xd5);
    return Number(stdout) / 1024;
  };
  const short = await peak(1);
  const long = await peak(20);
  assert.ok(long < short + 20, `${short} MB for 1 minute, ${long} MB for 20`);
});
