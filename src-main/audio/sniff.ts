import type { ByteSource } from './byte-source.ts';

/**
 * Names a file that does not begin like a WAV by what it is: a studio's MP3 with the ending .wav should
 * be called an MP3. Reads at most 4 KB. Returns `unknown` where nothing fits.
 */
export async function sniff(source: ByteSource): Promise<string> {
  const head = new Uint8Array(4096);
  const length = await source.read(head, 0);
  const bytes = head.subarray(0, length);
  const name = nameOf(bytes);
  if (name !== 'ID3') return name;
  // An ID3 tag says nothing of what follows it.
  const behind = new Uint8Array(64);
  const known = nameOf(behind.subarray(0, await source.read(behind, await id3Length(source, 0))));
  return known === 'unknown' || known === 'ID3' ? 'MP3' : known;
}

/**
 * Length of the ID3v2 tag at a place, 0 where none begins. It has 7 bits a byte, and a footer of its own
 * where a flag says so (ID3v2.4, section 3.1).
 */
export async function id3Length(source: ByteSource, at: number): Promise<number> {
  const head = new Uint8Array(10);
  if ((await source.read(head, at)) < 10 || String.fromCharCode(...head.subarray(0, 3)) !== 'ID3') return 0;
  const footer = ((head[5] ?? 0) & 0x10) === 0 ? 0 : 10;
  return 10 + footer + head.subarray(6).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
}

/** Text or bytes that must stand at a place, and the name of what begins so. The first that fits wins. */
const marks: readonly (readonly [at: number, mark: string, name: string])[] = [
  [0, 'ID3', 'ID3'],
  [0, 'fLaC', 'FLAC'],
  [0, '#!AMR-WB', 'AMR-WB'],
  [0, '#!AMR', 'AMR'],
  [0, '#!SILK', 'SILK'],
  [0, 'caff', 'Core Audio (CAF)'],
  [0, '.snd', 'Sun AU'],
  [0, 'dns.', 'Sun AU'],
  [0, 'MThd', 'MIDI'],
  [0, 'wvPK', 'WavPack'],
  [0, 'MAC ', "Monkey's Audio"],
  [0, 'Creative Voice File', 'Creative VOC'],
  [0, 'NIST_1A', 'NIST SPHERE'],
  [0, 'riff\x2e\x91\xcf\x11', 'Wave64 (W64)'],
  [0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'Windows Media (ASF)'],
  [0, '\x1a\x45\xdf\xa3', 'Matroska or WebM'],
  [0, 'PK\x03\x04', 'ZIP archive'],
  [0, '\x1f\x8b', 'gzip archive'],
  [0, '%PDF', 'PDF'],
];

const mp4Brands: readonly (readonly [brand: string, name: string])[] = [
  ['M4A', 'M4A'],
  ['M4B', 'M4A'],
  ['3gp', '3GP'],
  ['3g2', '3GP'],
  ['qt', 'QuickTime'],
];

function nameOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  if (text.startsWith('RIFF') || text.startsWith('RIFX')) return riffForm(text);
  if (text.startsWith('FORM')) {
    if (text.startsWith('AIFF', 8)) return 'AIFF';
    if (text.startsWith('AIFC', 8)) return 'AIFF-C';
    return 'IFF';
  }
  if (text.startsWith('OggS')) return oggCodec(text);
  if (text.startsWith('ftyp', 4)) {
    const brand = text.slice(8, 12);
    return mp4Brands.find(([start]) => brand.startsWith(start))?.[1] ?? 'MP4 (M4A)';
  }
  const mark = marks.find(([at, start]) => text.startsWith(start, at));
  if (mark) return mark[2];
  const start = text
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .slice(0, 16)
    .toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return 'web page (HTML)';
  return mpegFrame(bytes);
}

function riffForm(text: string): string {
  const form = text.slice(8, 12);
  if (form === 'WAVE') return 'WAV';
  if (form === 'AVI ') return 'AVI';
  return form.length === 4 ? `RIFF ${form.trim()}` : 'unknown';
}

function oggCodec(text: string): string {
  if (text.includes('OpusHead')) return 'Ogg Opus';
  if (text.includes('\x01vorbis')) return 'Ogg Vorbis';
  if (text.includes('Speex   ')) return 'Ogg Speex';
  if (text.includes('\x7fFLAC')) return 'Ogg FLAC';
  return 'Ogg';
}

/** The fields of an MPEG audio frame header that no valid frame has are checked (ISO/IEC 11172-3, 2.4.2.3). */
function mpegFrame(bytes: Uint8Array): string {
  const [sync = 0, kind = 0, rates = 0] = bytes;
  if (sync !== 0xff || bytes.length < 4) return 'unknown';
  if ((kind & 0xf6) === 0xf0) return 'AAC (ADTS)';
  const reserved =
    (kind & 0xe0) !== 0xe0 || (kind & 0x18) === 0x08 || rates >> 4 === 15 || (rates & 0x0c) === 0x0c;
  if (reserved) return 'unknown';
  const layer = (kind >> 1) & 3;
  return layer === 1 ? 'MP3' : layer === 2 ? 'MPEG layer 2' : layer === 3 ? 'MPEG layer 1' : 'unknown';
}
