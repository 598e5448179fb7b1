import * as v from 'valibot';
import type { Client } from '../../src-main/contract/derive.ts';
import { CampaignId, partFileName, type ImportPlan } from '../../src-main/contract/imports.ts';
import type { StartTime } from '../../src-main/contract/jobs.ts';
import {
  RemoteFileName,
  RemoteFolder,
  type Destination,
  type DestinationState,
  type FileServer,
} from '../../src-main/contract/servers.ts';
import { anyOf, withoutEdges } from '../../src-main/contract/text-edges.ts';
import { twoDigits } from '../../src-main/contract/two-digits.ts';

/** What counts of the chosen server. */
export type ChosenServer = Pick<FileServer, 'serverId' | 'ip' | 'port' | 'filePath' | 'userName'>;

/** The fields of the form that can have problems. */
export type DestinationField = 'campaignId' | 'server' | 'folder' | 'fileName' | 'time';

const ruleOf = (schema: v.GenericSchema<string, string>, value: string): string | null => {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? null : parsed.issues[0].message;
};

/** A name for the workbook that says what it is and when: `leads-20261121-1830.xlsx`. */
export function proposedFileName(sourceName: string, now: Date): string {
  const plain = sourceName.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{N}._-]+/gu, '-');
  const stem = withoutEdges(plain, anyOf('-')).slice(0, 60);
  const day = `${now.getFullYear()}${twoDigits(now.getMonth() + 1)}${twoDigits(now.getDate())}`;
  return `${stem || 'import'}-${day}-${twoDigits(now.getHours())}${twoDigits(now.getMinutes())}.xlsx`;
}

/** Where an import goes and when it starts. Words for the rules are made where they are shown. */
export class DestinationForm {
  readonly #client: Pick<Client, 'servers'>;
  campaignId = $state('');
  server = $state.raw<ChosenServer | null>(null);
  folder = $state('');
  fileName = $state('');
  scheduled = $state(false);
  time = $state.raw<StartTime | null>(null);
  /** The supervisor has agreed to replace the existing file. */
  replace = $state(false);
  /** How many files it becomes: a list that was split has one for each part. */
  parts = $state(1);
  #looked = $state.raw<{ key: string; state: DestinationState } | null>(null);
  /** Problems are shown once a field has been left, and all of them when Continue is pressed. */
  #touched = $state.raw<ReadonlySet<DestinationField>>(new Set());

  readonly #rules = $derived.by((): Readonly<Record<DestinationField, string | null>> => ({
    campaignId: ruleOf(CampaignId, this.campaignId),
    server: this.server === null ? 'required' : isUsable(this.server) ? null : 'incomplete_server',
    folder: ruleOf(RemoteFolder, this.folder),
    fileName: ruleOf(RemoteFileName, this.fileName),
    time: this.scheduled && this.time === null ? 'required' : null,
  }));
  readonly #valid = $derived(Object.values(this.#rules).every((rule) => rule === null));
  readonly #key = $derived(
    JSON.stringify([this.server?.serverId, this.folder.trim(), this.fileName.trim(), this.parts]),
  );

  constructor(client: Pick<Client, 'servers'>) {
    this.#client = client;
  }

  get valid(): boolean {
    return this.#valid;
  }
  /** What was found at this very place, null when it has not been looked at. */
  get state(): DestinationState | null {
    return this.#looked?.key === this.#key ? this.#looked.state : null;
  }
  /** A file is there, and replacing it has not been agreed to. */
  get mustDecide(): boolean {
    const existing = this.state?.existing ?? null;
    return existing !== null && existing !== 'unseen' && !this.replace;
  }
  get startsAt(): StartTime | null {
    return this.scheduled ? this.time : null;
  }

  /** The rule a field breaks, once it is time to show it. */
  problem(field: DestinationField): string | null {
    return this.#touched.has(field) ? this.#rules[field] : null;
  }
  touch(...fields: readonly DestinationField[]): void {
    this.#touched = new Set([...this.#touched, ...fields]);
  }
  touchAll(): void {
    this.touch('campaignId', 'server', 'folder', 'fileName', 'time');
  }

  /** What was kept of a plan. Of its server only the ID counts; the rest is the call centre's to say. */
  fill({ campaignId, serverId, serverName, folder, fileName, startsAt }: ImportPlan): void {
    this.campaignId = campaignId ?? '';
    this.server =
      serverId === null ? null : { serverId, ip: serverName, port: null, filePath: null, userName: null };
    this.folder = folder;
    this.fileName = fileName;
    this.scheduled = startsAt !== null;
    this.time = startsAt;
  }

  /** Whether it may be kept as it is: fields may be empty, but not wrong. Tells the wrong ones. */
  keepable(): boolean {
    const wrong = (Object.keys(this.#rules) as DestinationField[]).filter((field) => {
      if (field === 'server' || (field === 'campaignId' && this.campaignId.trim() === '')) return false;
      return this.#rules[field] !== null;
    });
    this.touch(...wrong);
    return wrong.length === 0;
  }

  /** What is known so far, of a form that is keepable. */
  plan(connectionId: string | null): ImportPlan {
    return {
      connectionId,
      campaignId: this.campaignId.trim() === '' ? null : v.parse(CampaignId, this.campaignId),
      serverId: this.server?.serverId ?? null,
      serverName: this.server?.ip ?? null,
      folder: v.parse(RemoteFolder, this.folder),
      fileName: v.parse(RemoteFileName, this.fileName),
      startsAt: this.startsAt,
    };
  }

  /** Another connection has other campaigns and servers. */
  /** Whether a campaign or a server is chosen, which mean something in one call centre only. */
  get holdsSystem(): boolean {
    return this.server !== null || this.campaignId.trim() !== '';
  }

  forgetSystem(): void {
    this.server = null;
    this.campaignId = '';
    this.#looked = null;
    this.#touched = new Set();
  }

  destination(connectionId: string): Destination {
    return {
      connectionId,
      serverId: this.server?.serverId ?? '',
      folder: v.parse(RemoteFolder, this.folder),
      fileName: v.parse(RemoteFileName, this.fileName),
    };
  }

  /** Looks at the place from this workstation. Errors as the call. */
  async look(connectionId: string): Promise<DestinationState> {
    const key = this.#key;
    const whole = this.destination(connectionId);
    const places = Array.from({ length: this.parts }, (_, part) =>
      this.parts === 1 ? whole : { ...whole, fileName: partFileName(whole.fileName, part + 1) },
    );
    let state: DestinationState | null = null;
    for (const place of places) {
      const found = await this.#client.servers.lookAt(place);
      // One that is in the way counts for all: replacing is agreed to for all or for none.
      if (state === null || weight(found) > weight(state)) state = found;
    }
    if (state === null) throw new Error('a look at no place');
    this.#looked = { key, state };
    if (key === this.#key) this.replace = false;
    return state;
  }
}

/** A file that is there counts for more than one that cannot be seen, and that for more than none. */
function weight({ existing }: DestinationState): number {
  return existing === null ? 0 : existing === 'unseen' ? 1 : 2;
}

/** Whether the call centre says all that is needed to put a file there. */
export function isUsable(server: ChosenServer): boolean {
  return server.ip !== null && server.port !== null && server.filePath !== null && server.userName !== null;
}
