import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { openPreview } from './preview.ts';

/** Both lower-case hex SHA-256. */
export interface VoiceHashes {
  /** Of the file, byte by byte. */
  readonly sha256: string;
  /** Of the decoded sound at 16 bit: the same for files that differ in their header or their remarks only. */
  readonly soundSha256: string;
}

/** Hashes a file and its sound in a stream. Throws what `openPreview` throws. */
export async function hashVoiceFile(path: string): Promise<VoiceHashes> {
  const sound = await openPreview(path);
  const [ofFile, ofSound] = [createHash('sha256'), createHash('sha256')];
  await pipeline(createReadStream(path), ofFile);
  await pipeline(sound.stream(), ofSound);
  return { sha256: ofFile.digest('hex'), soundSha256: ofSound.digest('hex') };
}
