import { isIP } from 'node:net';
import { join } from 'node:path';
import { Batches } from './batches.ts';
import { routeCcfs } from './ccfs.ts';
import type { ImportedRecords } from './call-numbers.ts';
import { Counters } from './counters.ts';
import { defaultBlockedNumbers, demoPassword } from './demo-options.ts';
import type { DemoOptions } from './demo-options.ts';
import { Faults } from './faults.ts';
import { lookUps, type InterfaceName } from '../contract/result-codes.ts';
import { makeDefaultPaths, seededState } from './first-records.ts';
import { serveHttps } from './https-service.ts';
import { openIdentity } from './identity.ts';
import { fetchFromServer } from './import-fetch.ts';
import type { OwnSftp } from './import-fetch.ts';
import { ImportedFiles } from './imported-files.ts';
import { ImportRunner } from './import-runner.ts';
import { routeIsales } from './isales.ts';
import { Dialler } from './dialler.ts';
import { campaignControlRoutes } from './isales-campaign-control.ts';
import { deletionRoute } from './isales-call-data.ts';
import { campaignRoutes } from './isales-campaigns.ts';
import { fileServerRoutes } from './isales-file-servers.ts';
import { callResultRoutes } from './isales-call-results.ts';
import { callLogsRoute } from './isales-call-logs.ts';
import { importRoutes } from './isales-imports.ts';
import { InvocationRecords, resultOf } from './invocation-records.ts';
import { statisticsRoute } from './isales-statistics.ts';
import { reservationRoutes } from './isales-reservations.ts';
import type { Mode } from './isales-reservations.ts';
import type { DemoState } from './records.ts';
import { makeId } from './random.ts';
import { RecordsFile } from './records-file.ts';
import { sftpUsers } from './seed.ts';
import { SftpFolder } from './sftp-folder.ts';
import { hostKeyFingerprint, serveSftp } from './sftp-server.ts';
import { readTemplateWorkbook } from './read-template.ts';

export { demoPassword };
export type { DemoOptions };

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
  const { folder, host = '127.0.0.1', ports = {}, mode = 'saas', seed = 1 } = options;
  // A wildcard is nothing to connect to: what is registered and certified then is the loopback address.
  const ip = isIP(host) === 0 || /^[0.:]+$/.test(host) ? '127.0.0.1' : host;
  const identity = await openIdentity(folder, ip);
  const certificate = options.certificate ?? identity.certificate;
  const accessKey = options.accessKey ?? identity.accessKey;
  const secretKey = options.secretKey ?? identity.secretKey;
  const clock = options.clock ?? (() => new Date());
  const counters = new Counters();
  const faults = new Faults(options.faults);
  const sftpFolder = await SftpFolder.open(join(folder, 'sftp'));
  const users = new Map(sftpUsers.map((name) => [name, demoPassword]));

  /** What is to be stopped, in this order. */
  const running: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const stopOne of running.splice(0)) await stopOne();
  };

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
    running.push(() => sftp.stop());

    const state = seededState(options, clock, { ip, port: sftp.port });
    const dialler = new Dialler(state, { ...options, seed, callsPerMinute: options.callsPerMinute ?? 40 });
    const batches = new Batches(state, dialler);
    const records = new RecordsFile(join(folder, 'records.json'), seed, sftp.port, state);
    await records.load();
    const imported = new ImportedFiles(join(folder, 'imported'));
    await findImported(state, dialler, imported);
    await makeDefaultPaths(sftpFolder, state, sftp.port);
    const imports = importRunner(
      options,
      state,
      records,
      { dialler, imported },
      {
        ip,
        port: sftp.port,
        folder: sftpFolder,
        users,
      },
    );
    running.unshift(() => imports.stop());

    const service = {
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
      answered: (name: InterfaceName) => {
        if (!lookUps.has(name)) records.save();
      },
    };
    const invocations = new InvocationRecords();
    const routes = [
      ...fileServerRoutes(state, options.omitServerCount ?? false),
      ...campaignRoutes(state),
      // before the details of a campaign, whose path has one segment of any name
      ...callResultRoutes(state, dialler, options),
      ...campaignControlRoutes(state, (campaign) => dialler.pause(campaign)),
      deletionRoute(state, { batches }, options),
      statisticsRoute(state, { dialler, batches }, options.statisticsEveryMs ?? 300_000, options),
      callLogsRoute(state, invocations, options),
      ...reservationRoutes(state, mode),
      ...importRoutes(
        state,
        (task) => {
          counters.imports[task.campaignId] = (counters.imports[task.campaignId] ?? 0) + 1;
          imports.start(task);
        },
        options,
      ),
    ];
    const isales = await serveHttps({
      ...service,
      port: ports.isales ?? 0,
      invoked: ({ method, target, body }, httpStatus, answer) => {
        const [path = ''] = target.split('?', 1);
        const at = clock().getTime();
        const id = makeId(Math.random, new Date(at));
        invocations.add({ id, at, path, method, request: body.toString(), httpStatus, ...resultOf(answer) });
      },
      route: (request) => routeIsales(routes, state.vdnId, options.lacks ?? [], request),
    });
    running.push(() => isales.stop());
    const voice = { folder: join(folder, 'ccfs'), voiceLimitMb: options.voiceLimitMb ?? 5 };
    const ccfs = await serveHttps({
      ...service,
      port: ports.ccfs ?? 0,
      route: (request) => routeCcfs(state, voice, request),
    });
    running.push(
      () => ccfs.stop(),
      () => records.written(),
    );
    imports.resume();

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
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function importRunner(
  options: DemoOptions,
  state: DemoState,
  records: RecordsFile,
  { dialler, imported }: { readonly dialler: Dialler; readonly imported: ImportedFiles },
  sftp: OwnSftp,
): ImportRunner {
  return new ImportRunner(state, {
    readWorkbook: options.readWorkbook ?? readTemplateWorkbook,
    fetch: (server, filePath, fileName) => fetchFromServer(sftp, server, filePath, fileName),
    blockedNumbers: new Set(options.blockedNumbers ?? defaultBlockedNumbers),
    preparingMs: options.preparingMs ?? 300,
    imported: async (task, found) => {
      // A disk that is full must not end the demo system: it goes on in memory.
      const kept = await imported.keep(task, found).catch(() => true);
      dialler.load(task.campaignId, kept ? found : found.size);
    },
    changed: () => records.save(),
  });
}

/** The records of imports that were complete before a restart, in the order in which they came. */
async function findImported(state: DemoState, dialler: Dialler, files: ImportedFiles): Promise<void> {
  const complete = state.imports.filter(({ status, succNum }) => status === '2' && succNum > 0);
  for (const task of complete.toSorted((a, b) => (a.endTime ?? 0) - (b.endTime ?? 0))) {
    const records: ImportedRecords | undefined = await files.of(task);
    if (records) dialler.restore(task.campaignId, records);
  }
}
