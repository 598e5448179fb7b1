import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { NumberFile } from './number-file.ts';

/** Endings of files: the call centre took the import, or it was asked and has not answered. */
export const sentStates = ['sent', 'asked'] as const;
export type SentState = (typeof sentStates)[number];

/** What the file of an import that was sent says of it. Names are those of that time. */
export const SentAbout = v.object({
  jobId: v.pipe(v.string(), v.uuid()),
  name: v.string(),
  sourceName: v.string(),
  /** The call centre, as contract/connections.ts names it: two connections may lead to it. */
  centre: v.string(),
  campaignId: v.string(),
  campaignName: v.nullable(v.string()),
  /** When it was sent, epoch milliseconds. */
  at: v.number(),
});
export type SentAbout = v.InferOutput<typeof SentAbout>;

/** A file of the memory, by its name. */
export interface SentName {
  readonly path: string;
  readonly jobId: string;
  readonly state: SentState;
}

const named = /^([0-9a-f-]{36})\.[0-9a-f]{8}\.(sent|asked)$/;

/** The files of the memory; none where there is no such folder. */
export function sentNames(folder: string): SentName[] {
  return names(folder).flatMap((name) => {
    const [, jobId, state] = named.exec(name) ?? [];
    return jobId === undefined ? [] : [{ path: join(folder, name), jobId, state: state as SentState }];
  });
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** A file of the memory that is open, and what it says. */
export interface OpenSent {
  readonly file: NumberFile;
  readonly about: SentAbout;
  readonly state: SentState;
}

/** Opens one; null where it is damaged or unreadable. Whoever opens it closes its file. */
export function openSent({ path, state }: SentName): OpenSent | null {
  let file: NumberFile | undefined;
  try {
    file = NumberFile.open(path);
  } catch {
    // somebody else has it, or it has just been forgotten
    return null;
  }
  if (file === undefined) return null;
  const about = v.safeParse(SentAbout, file.head.about);
  if (about.success) return { file, about: about.output, state };
  file.close();
  return null;
}
