import { mkdir } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { routeCcfs } from './ccfs.ts';
import { Counters } from './counters.ts';
import { Faults } from './faults.ts';
import type { FaultScript, InterfaceName } from './faults.ts';
import { serveHttps } from './https-service.ts';
import { openIdentity } from './identity.ts';
import type { Identity } from './identity.ts';
import { fetchFromServer } from './import-fetch.ts';
import { ImportRunner } from './import-runner.ts';
import type { ReadWorkbook } from './import-runner.ts';
import { routeIsales } from './isales.ts';
import { campaignRoutes } from './isales-campaigns.ts';
import { fileServerRoutes } from './isales-file-servers.ts';
import { importRoutes } from './isales-imports.ts';
import { reservationRoutes } from './isales-reservations.ts';
import type { Mode } from './isales-reservations.ts';
import type { Listening } from './listen.ts';
import { seededRandom } from './random.ts';
import type { Random } from './random.ts';
import type { DemoState } from './records.ts';
import { fullSeed, seedCampaigns, seedReservations, seedServers, sftpUsers } from './seed.ts';
import type { SeedSizes } from './seed.ts';
import { SftpFolder } from './sftp-folder.ts';
import { hostKeyFingerprint, serveSftp } from './sftp-server.ts';
import { readTemplateWorkbook } from './workbook.ts';

/** The password of every SFTP user of the demo system. */
export const demoPassword = 'dialdesk-demo';

/** Numbers that the demo system never calls; records with one of them count as blocked. */
export const defaultBlockedNumbers: readonly string[] = ['110', '112', '119', '120', '10086', '13800138000'];

export interface DemoOptions {
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
  readonly faults?: FaultScript;
  readonly readWorkbook?: ReadWorkbook;
}

/** Where an HTTPS service listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface DemoSystem {
  readonly isales: Address;
  readonly ccfs: Address;
  readonly sftp: Address & {
    readonly username: string;
    readonly password: string;
    /** The folder of this machine that users see as `/`. */
    readonly rootPath: string;
    /** The default path of the first registered file server, as users see it. */
    readonly defaultPath: string;
    /** `SHA256:` and base64, as OpenSSH shows it. */
    readonly hostKeyFingerprint: string;
  };
  readonly vdnId: number;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly mode: Mode;
  readonly certificatePem: string;
  /** Upper-case hex with colons. */
  readonly fingerprint256: string;
  readonly counters: Counters;
  /** The fault script, to be added to while it runs. */
  readonly faults: Faults;
  /** The call centre's records, for tests that look behind the interfaces. */
  readonly state: DemoState;
  /** Ends connections and imports; resolves when nothing of it is left. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts CC-iSales, CC-FS and an SFTP server in this process. Rejects if a port is taken or the folder cannot
 * be written; nothing is left running then.
 */
export async function startDemoSystem(options: DemoOptions): Promise<DemoSystem> {
  const { host = '127.0.0.1', ports = {}, mode = 'saas', folder } = options;
  // A wildcard is nothing to connect to: what is registered and certified then is the loopback address.
  const ip = isIP(host) === 0 || /^[0.:]+$/.test(host) ? '127.0.0.1' : host;
  const identity = await openIdentity(folder, ip);
  const certificate = options.certificate ?? identity.certificate;
  const accessKey = options.accessKey ?? identity.accessKey;
  const secretKey = options.secretKey ?? identity.secretKey;
  const counters = new Counters();
  const faults = new Faults(options.faults);
  const clock = options.clock ?? (() => new Date());
  const sftpFolder = await SftpFolder.open(join(folder, 'sftp'));
  const users = new Map(sftpUsers.map((name) => [name, demoPassword]));
  const running: Listening[] = [];
  const stopAll = () => Promise.all(running.map((server) => server.stop()));

  try {
    const sftp = await serveSftp({
      host,
      port: ports.sftp ?? 0,
      hostKey: identity.hostKey,
      folder: sftpFolder,
      users,
      authorizedKeys: options.authorizedKeys ?? [],
      faults,
      counted: () => (counters.sftpLogins += 1),
    });
    running.push(sftp);

    const state = seededState(options, clock, { ip, port: sftp.port });
    await makeDefaultPaths(sftpFolder, state, sftp.port);
    const imports = new ImportRunner(state, {
      readWorkbook: options.readWorkbook ?? readTemplateWorkbook,
      fetch: (server, filePath, fileName) =>
        fetchFromServer({ ip, port: sftp.port, folder: sftpFolder, users }, server, filePath, fileName),
      blockedNumbers: new Set(options.blockedNumbers ?? defaultBlockedNumbers),
      preparingMs: options.preparingMs ?? 300,
    });

    const routes = [
      ...fileServerRoutes(state, options.omitServerCount ?? false),
      ...importRoutes(state, (task) => {
        counters.imports[task.campaignId] = (counters.imports[task.campaignId] ?? 0) + 1;
        imports.start(task);
      }),
      ...campaignRoutes(state),
      ...reservationRoutes(state, mode),
    ];
    const common = {
      certificate,
      host,
      clock,
      faults,
      latencyMs: options.latencyMs ?? 0,
      signature: () => ({
        accessKey,
        secretKey,
        emptyQueryLine: options.emptyQueryLine ?? false,
        ...(options.maxClockSkewMs !== undefined && { maxClockSkewMs: options.maxClockSkewMs }),
        now: clock(),
      }),
      counted: (name: InterfaceName) => (counters.requests[name] += 1),
      refused: (why: keyof Counters['refused']) => (counters.refused[why] = (counters.refused[why] ?? 0) + 1),
    };
    const isales = await serveHttps({
      ...common,
      port: ports.isales ?? 0,
      route: (request) => routeIsales(routes, state.vdnId, options.lacks ?? [], request),
    });
    running.push(isales);
    const voice = { folder: join(folder, 'ccfs'), voiceLimitMb: options.voiceLimitMb ?? 5 };
    const ccfs = await serveHttps({
      ...common,
      port: ports.ccfs ?? 0,
      route: (request) => routeCcfs(state, voice, request),
    });
    running.push(ccfs);

    return {
      isales: { host, port: isales.port },
      ccfs: { host, port: ccfs.port },
      sftp: {
        host,
        port: sftp.port,
        username: sftpUsers[0],
        password: demoPassword,
        rootPath: sftpFolder.root,
        defaultPath: '/home/isales',
        hostKeyFingerprint: hostKeyFingerprint(identity.hostKey),
      },
      vdnId: state.vdnId,
      accessKey,
      secretKey,
      mode,
      certificatePem: certificate.certificatePem,
      fingerprint256: certificate.fingerprint256,
      counters,
      faults,
      state,
      stop: async () => {
        await imports.stop();
        await stopAll();
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

function seededState(options: DemoOptions, clock: () => Date, sftp: { ip: string; port: number }): DemoState {
  const { seed = 1, vdnId = 53 } = options;
  const sizes = { ...fullSeed, ...options.sizes };
  const now = clock();
  // One source for each kind, so that asking for more of one does not change the others.
  const servers = seedServers(seededRandom(seed), { ...sftp, password: demoPassword });
  const campaigns = seedCampaigns(seededRandom(seed + 1), now, sizes.campaigns);
  const reservations = seedReservations(seededRandom(seed + 2), now, sizes.reservations, campaigns);
  return {
    vdnId,
    clock,
    random: options.random ?? Math.random,
    servers: new Map(servers.map((server) => [server.serverId, server])),
    campaigns: new Map(campaigns.map((campaign) => [campaign.id, campaign])),
    reservations: new Map(reservations.map((reservation) => [reservation.appointId, reservation])),
    imports: [],
    voiceFiles: [],
  };
}

/** Makes the default path of every registered server that is the demo's own. */
async function makeDefaultPaths(folder: SftpFolder, state: DemoState, port: number): Promise<void> {
  for (const server of state.servers.values()) {
    if (server.filePath === null || server.port !== String(port)) continue;
    await mkdir(join(folder.root, ...server.filePath.split('/')), { recursive: true });
  }
}
