import {
  readSpecial,
  readWindows,
  specialText,
  windowsText,
  type CallingHours,
} from '../../src-main/contract/calling-hours.ts';
import {
  defaultSigning,
  type Connection,
  type DeploymentMode,
  type SigningOptions,
  type TlsTrust,
} from '../../src-main/contract/connections.ts';
import type { NumberPlan } from '../../src-main/contract/number-plan.ts';
import type { VoiceTarget } from '../../src-main/contract/voice.ts';

export type Service = 'isales' | 'ccfs';
export const services: readonly Service[] = ['isales', 'ccfs'];

/** A service's address as it is being typed: null or NaN where the port is missing or no number. */
export interface AddressDraft {
  host: string;
  port: number | null;
}

/**
 * A connection as it is being filled in. Everything typed is kept, also what does not count at the moment:
 * choosing another kind of trust and back again loses neither the CA file nor the pins.
 */
export interface ConnectionDraft {
  name: string;
  isales: AddressDraft;
  ccfs: AddressDraft;
  vdnId: number | null;
  accessKey: string;
  mode: DeploymentMode;
  trustKind: TlsTrust['kind'];
  ca: { name: string; pem: string } | null;
  pins: { isales: string | null; ccfs: string | null };
  signing: SigningOptions;
  voiceLimitMb: number | null;
  voiceCodec: VoiceTarget;
  /** Empty where none is set. */
  timeZone: string;
  /** What is always fine in it is typed as one text. Null where numbers are not checked by a plan. */
  numberPlan: (Omit<NumberPlan, 'fine'> & { fine: string }) | null;
  /** Typed as texts, a day of the week each and a line for each special date. Null where none are set. */
  hours: { zone: string; week: string[]; special: string } | null;
}

/** A plan to be filled in, and back. */
export const planDraft = (plan: NumberPlan): NonNullable<ConnectionDraft['numberPlan']> => ({
  ...plan,
  fine: plan.fine.join(' '),
});
export const planOf = (draft: NonNullable<ConnectionDraft['numberPlan']>): NumberPlan => ({
  ...draft,
  fine: draft.fine.split(/[\s,;，；、]+/u).filter((pattern) => pattern !== ''),
});

/** Hours to be filled in, and back: what cannot be read is left as it is, for the schema to refuse. */
export const hoursDraft = ({ zone, week, special }: CallingHours): NonNullable<ConnectionDraft['hours']> => ({
  zone,
  week: week.map(windowsText),
  special: specialText(special),
});
function hoursOf({ hours, timeZone }: ConnectionDraft): unknown {
  if (hours === null) return undefined;
  return {
    // a connection without a zone keeps the one its hours were set in, wherever it is opened
    zone: timeZone.trim() || hours.zone,
    week: hours.week.map((text) => readWindows(text) ?? text),
    special: readSpecial(hours.special) ?? hours.special,
  };
}

/** Where CC-iSales usually listens. CC-FS has no usual port. */
const usualPorts: Readonly<Record<DeploymentMode, number>> = {
  saas: 28050,
  'op-integrated': 28080,
  'op-independent': 28080,
};

/** Chooses how the centre is deployed: the usual port goes along with it, one that somebody typed stays. */
export function chooseMode(draft: ConnectionDraft, mode: DeploymentMode): void {
  if (draft.isales.port === null || draft.isales.port === usualPorts[draft.mode])
    draft.isales.port = usualPorts[mode];
  draft.mode = mode;
}

/** The draft to start from: an existing connection, or empty with the vendor's defaults. */
export function draftOf(connection: Connection | undefined): ConnectionDraft {
  if (connection === undefined) {
    return {
      name: '',
      isales: { host: '', port: usualPorts.saas },
      ccfs: { host: '', port: null },
      vdnId: null,
      accessKey: '',
      mode: 'saas',
      trustKind: 'system',
      ca: null,
      pins: { isales: null, ccfs: null },
      signing: { ...defaultSigning },
      voiceLimitMb: 5,
      voiceCodec: 'alaw',
      timeZone: '',
      numberPlan: null,
      hours: null,
    };
  }
  const {
    name,
    isales,
    ccfs,
    vdnId,
    accessKey,
    mode,
    trust,
    signing,
    voiceLimitMb,
    voiceCodec,
    timeZone = '',
    numberPlan,
    callingHours,
  } = connection;
  return {
    name,
    isales: { ...isales },
    ccfs: { ...ccfs },
    vdnId,
    accessKey,
    mode,
    trustKind: trust.kind,
    ca: trust.kind === 'ca' ? { name: trust.name, pem: trust.pem } : null,
    pins: {
      isales: (trust.kind === 'pinned' && trust.isales) || null,
      ccfs: (trust.kind === 'pinned' && trust.ccfs) || null,
    },
    signing: { ...signing },
    voiceLimitMb,
    voiceCodec,
    timeZone,
    numberPlan: numberPlan ? planDraft(numberPlan) : null,
    hours: callingHours ? hoursDraft(callingHours) : null,
  };
}

/** The draft in the shape of ConnectionSettings, as plain data, to be judged by that schema. */
export function settingsOf(draft: ConnectionDraft): unknown {
  const { name, isales, ccfs, vdnId, accessKey, mode, signing, voiceLimitMb, voiceCodec, timeZone } = draft;
  return {
    name,
    isales: { ...isales },
    ccfs: { ...ccfs },
    vdnId,
    accessKey,
    mode,
    trust: trustOf(draft),
    signing: { ...signing },
    voiceLimitMb,
    voiceCodec,
    ...(timeZone.trim() !== '' && { timeZone: timeZone.trim() }),
    ...(draft.numberPlan && { numberPlan: planOf(draft.numberPlan) }),
    ...(draft.hours && { callingHours: hoursOf(draft) }),
  };
}

function trustOf({ trustKind, ca, pins }: ConnectionDraft): TlsTrust {
  switch (trustKind) {
    case 'system':
      return { kind: 'system' };
    case 'ca':
      return { kind: 'ca', name: ca?.name ?? '', pem: ca?.pem ?? '' };
    case 'pinned':
      return {
        kind: 'pinned',
        ...(pins.isales !== null && { isales: pins.isales }),
        ...(pins.ccfs !== null && { ccfs: pins.ccfs }),
      };
  }
}
