import { createHash } from 'node:crypto';

/** Something that the user asked for, that becomes a job and is to arrive once. No two have a name in common. */
interface AskedJob {
  /** Its job; null until the user was told of one. */
  job: string | null;
  /** How many arrivals the user has given an answer for. */
  answeredFor: number;
  /** How often the user has said, of an unknown outcome, that it is to be sent again. */
  again: number;
  /** Taken off the list. */
  removed: boolean;
}

/** Where an import is to go, as the user was shown it. */
export interface AskedPlace {
  readonly connectionId: string;
  readonly campaignId: string;
  readonly serverId: string;
  readonly folder: string;
  startsAt: { readonly hour: number; readonly minute: number } | null;
  /** The moments that may be meant by that, epoch milliseconds; null where the computer's clock was wrong meanwhile. */
  means: Set<number> | null;
  /** Whether the user has not been told yet: it may still be planned later, and elsewhere. */
  open: boolean;
  /** The call centres that it may be meant for. */
  readonly sites: Set<string>;
}

export interface AskedImport extends AskedJob {
  readonly kind: 'import';
  /** Which of the lists. */
  readonly list: number;
  /** What the user asked for, by the name the file was to have. */
  readonly places: Map<string, AskedPlace>;
}

export interface AskedVoice extends AskedJob {
  readonly kind: 'voice-upload';
  readonly fileName: string;
  readonly connectionId: string;
  /** Of the file, which no other has. */
  readonly sha256: string;
  open: boolean;
  readonly sites: Set<string>;
}

export type Asked = AskedImport | AskedVoice;

const nothingYet = { job: null, answeredFor: 0, again: 0, removed: false } as const;

export function askedImport(list: number, fileName: string, place: AskedPlace): AskedImport {
  return { kind: 'import', ...nothingYet, list, places: new Map([[fileName, place]]) };
}

export function askedVoice(
  fileName: string,
  connectionId: string,
  sites: Set<string>,
  file: Uint8Array,
): AskedVoice {
  const sha256 = createHash('sha256').update(file).digest('hex');
  return { kind: 'voice-upload', ...nothingYet, fileName, connectionId, sites, open: true, sha256 };
}

/** The names by which what arrives is recognised as this. */
export function namesOf(one: Asked): readonly string[] {
  return one.kind === 'import' ? [...one.places.keys()] : [one.sha256];
}
