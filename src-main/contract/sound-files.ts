/** Endings of WAV and of formats made from it: what the file dialog offers first. */
export const waveEndings = ['wav', 'wave', 'bwf', 'rf64', 'w64'] as const;

/**
 * Endings of all files that hold sound. Most cannot be uploaded as they are; the list of prompts says so of each, because
 * nobody misses a file that is left out without a word.
 */
export const soundEndings: readonly string[] = [
  ...waveEndings,
  ...['mp2', 'mp3', 'mp4', 'm4a', 'aac', 'oga', 'ogg', 'opus', 'flac', 'wma', 'amr'],
  ...['aif', 'aiff', 'aifc', 'au', 'snd', 'caf', 'gsm'],
];

/** Whether a file's name has such an ending, in whatever case. */
export function hasSoundName(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot > -1 && soundEndings.includes(name.slice(dot + 1).toLowerCase());
}
