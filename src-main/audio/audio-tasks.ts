import type { ErrorShape } from '../contract/errors.ts';
import type { ConversionReport, VoiceInspection, VoiceWave } from '../contract/voice.ts';
import type { ConversionRequest } from './convert.ts';
import type { VoiceLimits } from './inspect.ts';
import type { VoiceHashes } from './sound-hash.ts';

/** What the worker can be asked to do, by name: what goes in and what comes out. */
export interface VoiceTasks {
  inspect: { input: { path: string; limits: VoiceLimits }; output: VoiceInspection };
  wave: { input: { path: string; columns: number }; output: VoiceWave };
  hash: { input: { path: string }; output: VoiceHashes };
  convert: {
    input: { from: string; to: string; options: ConversionRequest };
    output: ConversionReport;
  };
}
export type VoiceTaskName = keyof VoiceTasks;

/** A message to the worker. */
export type ToWorker =
  | { [N in VoiceTaskName]: { id: number; task: N; input: VoiceTasks[N]['input'] } }[VoiceTaskName]
  | { id: number; task: 'cancel' };

/** A message from the worker. */
export type FromWorker =
  | { id: number; kind: 'progress'; done: number }
  | { id: number; kind: 'done'; output: VoiceTasks[VoiceTaskName]['output'] }
  | { id: number; kind: 'failed'; error: ErrorShape };
