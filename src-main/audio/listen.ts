import type { VoiceInspection, VoicePoint } from '../contract/voice.ts';
import { withFile, type ByteSource } from './byte-source.ts';
import { defaultLimits, inspectVoice, type VoiceLimits } from './inspect.ts';
import { LevelMeter, nearlySilent } from './level-meter.ts';
import { openSound } from './sound-stream.ts';

/**
 * As `inspectVoiceFile`, and listens to a ready file, which is small, up to the first sound in it: a silent
 * prompt is no fault of its form, so it is a warning. Throws what `inspectVoiceFile` throws.
 */
export function listenToVoiceFile(
  path: string,
  limits: VoiceLimits = defaultLimits,
): Promise<VoiceInspection> {
  return withFile(path, async (source) => {
    const found = await inspectVoice(source, limits);
    return found.ready ? { ...found, warnings: [...found.warnings, ...(await silence(source))] } : found;
  });
}

/** The warning of a file in which hardly anything can be heard, with the loudest tenth of a second in dBFS. */
async function silence(source: ByteSource): Promise<VoicePoint[]> {
  const sound = await openSound(source);
  const meter = new LevelMeter(sound.channels, sound.sampleRate);
  for await (const { samples, frames } of sound.blocks()) {
    meter.push(samples, frames);
    if (10 * Math.log10(meter.loudest) >= nearlySilent) return [];
  }
  const { loudest } = meter.level();
  return [
    { rule: 'silent', found: loudest === null ? 'silence' : Math.round(loudest), wanted: nearlySilent },
  ];
}
