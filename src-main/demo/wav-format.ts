/** Format tags that hold 8 bits a sample: PCM, A-law, µ-law. */
const eightBitTags = new Set([1, 6, 7]);

/**
 * What a voice file has that CC-FS does not take, or undefined for WAV with 8 bit, 8000 Hz, 64 kbit/s, mono.
 * Looks at the header only, as strictly as a telephone platform does: RIFF, a fmt chunk, a data chunk inside.
 */
export function voiceFileFault(file: Buffer): string | undefined {
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF') return 'no RIFF header';
  if (file.toString('latin1', 8, 12) !== 'WAVE') return 'no WAVE form';
  let format: Buffer | undefined;
  let at = 12;
  while (at + 8 <= file.length) {
    const name = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const content = file.subarray(at + 8, at + 8 + size);
    if (name === 'data') {
      if (!format) return 'no fmt chunk before the data';
      if (size === 0) return 'no samples';
      return content.length < size ? 'fewer samples than the header says' : formatFault(format);
    }
    if (name === 'fmt ') {
      if (content.length < 16) return 'a fmt chunk that is too short';
      format = content;
    }
    at += 8 + size + (size % 2);
  }
  return 'no data chunk';
}

function formatFault(format: Buffer): string | undefined {
  const tag = format.readUInt16LE(0);
  const channels = format.readUInt16LE(2);
  const sampleRate = format.readUInt32LE(4);
  const byteRate = format.readUInt32LE(8);
  const bits = format.readUInt16LE(14);
  if (!eightBitTags.has(tag)) return `format tag ${tag}`;
  if (channels !== 1) return `${channels} channels`;
  if (sampleRate !== 8000) return `${sampleRate} Hz`;
  if (bits !== 8) return `${bits} bit`;
  return byteRate === 8000 ? undefined : `${byteRate * 8} bit/s`;
}
