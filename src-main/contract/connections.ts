import * as v from 'valibot';
import { CallingHours } from './calling-hours.ts';
import { CertificateInfo } from './certificates.ts';
import { DialdeskError, ErrorShape } from './errors.ts';
import { isServiceHost } from './host.ts';
import { NumberPlan, PlanExample } from './number-plan.ts';
import { VoiceTarget } from './voice.ts';
import { isZone } from './zoned-time.ts';
import { AppState } from './app.ts';
import { call, push } from './define.ts';
import { Forgotten } from './forgotten.ts';

/** Where a service listens. `host` is a name or an IP address, without scheme, port or path. */
export const ServiceAddress = v.object({
  host: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty('required'),
    v.maxLength(253, 'too_long'),
    v.check(isServiceHost, 'host'),
  ),
  port: v.pipe(v.number('port'), v.integer('port'), v.minValue(1, 'port'), v.maxValue(65535, 'port')),
});
export type ServiceAddress = v.InferOutput<typeof ServiceAddress>;

/**
 * How the services' certificates are trusted. There is no way to switch the check off.
 * A CA file is read once, and its PEM text is kept, so that a moved file does not break a connection.
 * A pin holds per service: the two may have different certificates.
 */
export const TlsTrust = v.variant('kind', [
  v.object({ kind: v.literal('system') }),
  v.object({
    kind: v.literal('ca'),
    name: v.pipe(v.string(), v.nonEmpty('required')),
    pem: v.pipe(
      v.string(),
      v.includes('-----BEGIN CERTIFICATE-----', 'pem'),
      v.maxLength(1_000_000, 'too_long'),
    ),
  }),
  v.object({
    kind: v.literal('pinned'),
    isales: v.optional(v.pipe(v.string(), v.regex(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/, 'fingerprint'))),
    ccfs: v.optional(v.pipe(v.string(), v.regex(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/, 'fingerprint'))),
  }),
]);
export type TlsTrust = v.InferOutput<typeof TlsTrust>;

/** Agents are named by `workNo` in `op-independent` only, by `userAccount` in both others. */
export const DeploymentMode = v.picklist(['saas', 'op-integrated', 'op-independent']);
export type DeploymentMode = v.InferOutput<typeof DeploymentMode>;

/** The four points on which the vendor's own material on signing differs. */
export const SigningOptions = v.object({
  milliseconds: v.boolean(),
  signedHeaders: v.picklist(['content-length;content-type;host', 'host']),
  emptyQueryLine: v.boolean(),
  contentType: v.picklist(['application/json;charset=UTF-8', 'application/json; charset=UTF-8']),
});
export type SigningOptions = v.InferOutput<typeof SigningOptions>;

export const defaultSigning: SigningOptions = {
  milliseconds: true,
  signedHeaders: 'content-length;content-type;host',
  emptyQueryLine: false,
  contentType: 'application/json;charset=UTF-8',
};

/** The secret key on its way in. It never comes out again. */
export const SecretKey = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty('required'),
  v.maxLength(1024, 'too_long'),
  // what is not seen, or only looks like a letter of it, would spoil every signature
  v.regex(/^[!-~]+$/, 'secret_key'),
);

export const ConnectionId = v.pipe(v.string(), v.uuid());

/**
 * A connection, and the call centre that what stands beside it was chosen from, as `callCentreOf` names it; left out where
 * nobody knows. A call is refused as `call_centre_changed` where the connection leads to another one by then.
 */
export const ChosenFrom = v.object({ connectionId: ConnectionId, centre: v.optional(v.string()) });
export type ChosenFrom = v.InferOutput<typeof ChosenFrom>;

/** What a supervisor fills in, without the secret key. */
export const ConnectionSettings = v.object({
  name: v.pipe(v.string(), v.trim(), v.nonEmpty('required'), v.maxLength(60, 'too_long')),
  isales: ServiceAddress,
  ccfs: ServiceAddress,
  /** Integer, 1 to 9999 (every interface's Table 1). */
  vdnId: v.pipe(v.number('vdn'), v.integer('vdn'), v.minValue(1, 'vdn'), v.maxValue(9999, 'vdn')),
  accessKey: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty('required'),
    v.maxLength(256, 'too_long'),
    // it goes into a header: what is not seen, or only looks like a letter of it, would spoil every request
    v.regex(/^[!-.0-~]+$/, 'access_key'),
  ),
  mode: DeploymentMode,
  trust: TlsTrust,
  signing: SigningOptions,
  /** MB of 1,048,576 bytes: the system parameter "Third-Party Upload File Size Limit". */
  voiceLimitMb: v.pipe(
    v.number('voice_limit'),
    v.minValue(0.1, 'voice_limit'),
    v.maxValue(1024, 'voice_limit'),
  ),
  /** What prompts are converted to. The vendor names no codec; connections of older versions have none either. */
  voiceCodec: v.optional(VoiceTarget, 'alaw'),
  /** The call centre's time zone, an IANA name, for times given to the people there. */
  timeZone: v.optional(v.pipe(v.string(), v.check(isZone, 'time_zone'))),
  /** What numbers are dialled, and how they look; left out: whatever the template allows. */
  numberPlan: v.optional(NumberPlan),
  /** When calls may be made; left out: nobody has said. */
  callingHours: v.optional(CallingHours),
});
export type ConnectionSettings = v.InferOutput<typeof ConnectionSettings>;

/**
 * The call centre that a connection leads to, as it is compared and named to people: its IDs mean nothing elsewhere. The
 * same one may listen at another port after a move.
 */
export function callCentreOf({
  isales,
  vdnId,
}: {
  readonly isales: { readonly host: string; readonly port?: number };
  readonly vdnId: number;
}): string {
  return `${sameHost(isales.host)}, VDN ${vdnId}`;
}

/**
 * The IDs of one call centre mean nothing in another, or something else.
 * @param before the one they are of, as `callCentreOf` names it; undefined where nobody knows
 * @param after the one they would be asked of; undefined where nobody knows
 * @throws DialdeskError `call_centre_changed`
 */
export function requireSameCallCentre(before: string | undefined, after: string | undefined): void {
  if (before === undefined || after === undefined || before === after) return;
  throw new DialdeskError('call_centre_changed', 'The connection leads elsewhere', {
    details: { before, after },
  });
}

/** A connection as it is now, for what is chosen from its call centre. */
export function chosenFrom(
  connection: { readonly id: string } & Pick<ConnectionSettings, 'isales' | 'vdnId'>,
): ChosenFrom {
  return { connectionId: connection.id, centre: callCentreOf(connection) };
}

/** A host as it is compared: one address can be written in several ways. */
function sameHost(host: string): string {
  const plain = host.trim().toLowerCase();
  const address = plain.includes(':') && !plain.startsWith('[') ? `[${plain}]` : plain;
  // what the URL standard takes for no host, such as an address with a zone, is compared as it is written
  return URL.parse(`https://${address}`)?.hostname ?? plain;
}

const KeptAddress = v.object({ ...ServiceAddress.entries, host: v.pipe(v.string(), v.nonEmpty('required')) });

/** As they are kept: a key or a host that an older version let through is still shown, and can be corrected. */
export const KeptSettings = v.object({
  ...ConnectionSettings.entries,
  isales: KeptAddress,
  ccfs: KeptAddress,
  accessKey: v.pipe(v.string(), v.nonEmpty('required')),
});

/** A connection as it is kept and shown. The secret key is in the vault and is never part of it. */
export const Connection = v.object({
  id: ConnectionId,
  ...KeptSettings.entries,
  demo: v.boolean(),
  /** Whether the policy of this machine fixes it, all but its secret key. */
  fixed: v.optional(v.boolean()),
  /** Whether the vault holds a secret key for it. */
  secretSaved: v.boolean(),
});
export type Connection = v.InferOutput<typeof Connection>;

/** How one of the two services answered a test. */
export const ServiceTest = v.object({
  service: v.picklist(['isales', 'ccfs']),
  ok: v.boolean(),
  /** How long it took, in milliseconds. */
  ms: v.number(),
  error: v.nullable(ErrorShape),
  /** The certificate the service showed, where the connection came that far. */
  certificate: v.nullable(CertificateInfo),
});
export type ServiceTest = v.InferOutput<typeof ServiceTest>;

export const ConnectionTest = v.object({ services: v.array(ServiceTest) });
export type ConnectionTest = v.InferOutput<typeof ConnectionTest>;

/** Connections to call centres. */
export const connections = {
  list: call(v.void(), v.array(Connection)),
  create: call(v.object({ settings: ConnectionSettings, secretKey: SecretKey }), Connection),
  update: call(
    v.object({
      id: ConnectionId,
      settings: ConnectionSettings,
      /** Left out: the saved one stays. */
      secretKey: v.optional(SecretKey),
    }),
    Connection,
  ),
  duplicate: call(v.object({ id: ConnectionId, name: v.string() }), Connection),
  remove: call(v.object({ id: ConnectionId }), Forgotten),
  use: call(v.object({ id: ConnectionId }), AppState),
  /**
   * Tries settings that need not be saved. Without a secret key, the saved one of `id` is used.
   */
  test: call(
    v.object({
      id: v.optional(ConnectionId),
      settings: ConnectionSettings,
      secretKey: v.optional(SecretKey),
    }),
    ConnectionTest,
  ),
  /** What a plan, which need not be saved, makes of numbers as people write them. */
  planExamples: call(v.object({ plan: NumberPlan }), v.array(PlanExample)),
  /** Lets the user pick a PEM file of certificates; null when the dialog was cancelled. */
  pickCaFile: call(v.void(), v.nullable(TlsTrust)),
  /** Starts the demo system, if it is not running, and makes its connection the one in use. */
  startDemo: call(v.void(), Connection),
  /** What a real system's administrator would tell; null while the demo system does not run. */
  demoHints: call(
    v.void(),
    v.nullable(v.object({ userName: v.string(), password: v.string(), campaignId: v.string() })),
  ),
  changed: push(v.array(Connection)),
} as const;
