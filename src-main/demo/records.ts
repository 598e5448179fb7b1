import type { CampaignRecords } from './call-numbers.ts';
import type { DialRun } from './dial-runs.ts';
import type { Random } from './random.ts';

/** A file server as CC-iSales keeps it. Address and path can be null, as in the vendor's example. */
export interface FileServer {
  readonly serverId: string;
  ip: string | null;
  port: string | null;
  filePath: string | null;
  userName: string;
  password: string;
}

export interface Campaign {
  readonly id: string;
  readonly name: string;
  /** "1" draft, "2" active, "3" suspended, "4" ended. */
  status: string;
  readonly deviceType: string;
  /** Epoch milliseconds, UTC. */
  readonly beginTime: number;
  readonly endTime: number;
  readonly callerNo: string;
}

/** A reserved call. `callType` 1 is manual (an agent calls), 2 automatic. */
export interface Reservation {
  readonly appointId: string;
  readonly callType: '1' | '2';
  /** Epoch milliseconds, UTC. */
  appointTime: number;
  readonly calledNo: string;
  readonly taskId: string;
  userAccount: string | null;
  workNo: string | null;
  userName: string | null;
  remark: string;
  readonly callData: string | null;
}

/** "0" preparing, "1" running, "2" complete, "3" failed. */
export type ImportStatus = '0' | '1' | '2' | '3';

/** An import and its counts: records read = imported + repeated + failed + blocked. */
export interface ImportTask {
  readonly id: string;
  readonly campaignId: string;
  readonly serverId: string;
  readonly filePath: string;
  readonly fileName: string;
  /** When it is due, for a scheduled import before its time; epoch milliseconds, as the two that follow. */
  readonly dueTime: number;
  beginTime: number | null;
  endTime: number | null;
  status: ImportStatus;
  succNum: number;
  repeatNum: number;
  failNum: number;
  blackNum: number;
  errMsg: string;
}

export interface VoiceFile {
  readonly fileName: string;
  readonly bytes: number;
  readonly storedAs: string;
}

/** Imported records from the first place on, up to the second, which is not among them. */
export type PlaceRange = readonly [from: number, to: number];

/** How far a campaign has dialled its numbers. */
export interface DialState {
  /** All its numbers. */
  total: number;
  /** Those dialled so far, and those of them that were connected. */
  called: number;
  connected: number;
  /** The day that the next two are of, as the clock shows it. */
  day: string;
  calledToday: number;
  connectedToday: number;
  /** Epoch milliseconds: what is due since then is still to be dialled. */
  at: number;
  /** Until when the calls last that went on when the campaign was paused. */
  hangUpAt?: number | undefined;
  /** Imported records that were deleted before they were dialled, in ascending order. */
  deleted?: PlaceRange[];
  /** Which imported records were dialled, and when; files of earlier versions have none. */
  runs?: DialRun[];
}

/** Everything the demo system knows. */
export interface DemoState {
  readonly vdnId: number;
  readonly clock: () => Date;
  readonly random: Random;
  readonly servers: Map<string, FileServer>;
  readonly campaigns: Map<string, Campaign>;
  readonly reservations: Map<string, Reservation>;
  readonly imports: ImportTask[];
  readonly voiceFiles: VoiceFile[];
  /** Reservations that are no longer as they were seeded. */
  readonly touched: Set<string>;
  /** Campaigns that are no longer in the state they were seeded in. */
  readonly controlled: Set<string>;
  /** Of campaigns that were looked at, or got numbers. */
  readonly dialled: Map<string, DialState>;
  /** Campaigns that got numbers by an import. */
  readonly loaded: Set<string>;
  /** The numbers that each campaign has, by which repeats are known. */
  readonly numbers: Map<string, Set<string>>;
  /** The records that imports brought, by campaign. */
  readonly imported: Map<string, CampaignRecords>;
}
