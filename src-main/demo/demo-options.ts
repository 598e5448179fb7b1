import type { InterfaceName } from '../contract/result-codes.ts';
import type { FaultScript } from './faults.ts';
import type { Identity } from './identity.ts';
import type { ReadWorkbook } from './import-runner.ts';
import type { ResultAnswers } from './call-result-rows.ts';
import type { DeletionAnswers } from './isales-call-data.ts';
import type { InvocationAnswers } from './isales-call-logs.ts';
import type { ImportAnswers } from './isales-imports.ts';
import type { StatisticsAnswers } from './isales-statistics.ts';
import type { Mode } from './isales-reservations.ts';
import type { Random } from './random.ts';
import type { SeedSizes } from './seed.ts';

/** The password of every SFTP user of the demo system. */
export const demoPassword = 'dialdesk-demo';

/** Numbers that the demo system never calls, of emergency services and carriers: their records count as blocked. */
export const defaultBlockedNumbers: readonly string[] = [
  ...['110', '112', '119', '120', '122'],
  ...['10000', '10010', '10086'],
];

/** How a demo system differs from the usual one. All but `folder` have a default. */
export interface DemoOptions
  extends ImportAnswers, ResultAnswers, StatisticsAnswers, DeletionAnswers, InvocationAnswers {
  /** Where its identity, the SFTP server's files and the voice files are. Made if it does not exist. */
  readonly folder: string;
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** Ports to listen on; 0, the default, lets the system pick one. */
  readonly ports?: { readonly isales?: number; readonly ccfs?: number; readonly sftp?: number };
  /** The call centre's clock. Default: the machine's. */
  readonly clock?: () => Date;
  /** What new identifiers are drawn from. Default `Math.random`. */
  readonly random?: Random;
  /** The same seed gives the same campaigns, reservations and file servers. Default 1. */
  readonly seed?: number;
  /** Default `fullSeed`. */
  readonly sizes?: Partial<SeedSizes>;
  readonly vdnId?: number;
  readonly mode?: Mode;
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** Another certificate than the folder's own: expired, of a CA, with other names. */
  readonly certificate?: Identity['certificate'];
  /** Whether requests without a query are signed with a blank line in its place. Default false. */
  readonly emptyQueryLine?: boolean;
  /** Refuses timestamps further than this from the clock. Default: any is accepted. */
  readonly maxClockSkewMs?: number;
  /** MB of 1,048,576 bytes. Default 5. */
  readonly voiceLimitMb?: number;
  /** Interfaces that this system is to lack, as older ones do: they answer 404. */
  readonly lacks?: readonly InterfaceName[];
  /** Leaves `count` out of queryServer's answer, as the vendor's example does. */
  readonly omitServerCount?: boolean;
  readonly blockedNumbers?: readonly string[];
  /** How long each answer takes longer than it has to. */
  readonly latencyMs?: number;
  /** How long an import stays in "preparing". Default 300. */
  readonly preparingMs?: number;
  /** Public keys that every SFTP user may log in with, one line each as in authorized_keys. */
  readonly authorizedKeys?: readonly string[];
  /** How many numbers each running campaign dials in a minute. Default 40; 0: none. */
  readonly callsPerMinute?: number;
  /** How many numbers of a running campaign are in a call at a time. Default 2. */
  readonly numbersInCall?: number;
  /** How long a call lasts that went on when its campaign was paused. Default 30 s. */
  readonly callMs?: number;
  /** How often the statistics may be asked for, milliseconds. Default five minutes. */
  readonly statisticsEveryMs?: number;
  readonly faults?: FaultScript;
  readonly readWorkbook?: ReadWorkbook;
}
