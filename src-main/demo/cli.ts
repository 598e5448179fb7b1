import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startDemoSystem } from './demo-system.ts';
import type { DemoSystem } from './demo-system.ts';
import { interfaceNames } from '../contract/result-codes.ts';
import { fullSeed, smallSeed } from './seed.ts';

const usage = `Runs a small call centre on this computer, for trials and tests: CC-iSales, CC-FS and an SFTP server.

  npm run demo-system -- [options]

  --folder DIR          keep the certificate, keys and files there (default: a temporary folder, removed at the end)
  --host ADDRESS        address to listen on (default 127.0.0.1)
  --isales-port N       ports to listen on (default: free ones)
  --ccfs-port N
  --sftp-port N
  --access-key AK       (default: random, kept in the folder)
  --secret-key SK
  --vdn N               VDN ID, 1 to 9999 (default 53)
  --mode MODE           saas, op-integrated or op-independent (default saas)
  --small               120 campaigns and 600 reservations, instead of 5,000 and 20,000
  --seed N              make other sample data (default 1)
  --lacks NAME,…        leave out interfaces, as older systems do: ${interfaceNames.join(', ')}
  --calls-per-minute N  how fast each running campaign dials (default 40)
  --latency MS          delay every answer by this many milliseconds
  --authorized-keys F   file with public keys that may log in over SFTP
  --json                print one line of JSON instead of text
`;

/** Reads the command line, starts the system, prints where it is, waits for SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      host: { type: 'string' },
      'isales-port': { type: 'string' },
      'ccfs-port': { type: 'string' },
      'sftp-port': { type: 'string' },
      'access-key': { type: 'string' },
      'secret-key': { type: 'string' },
      vdn: { type: 'string' },
      mode: { type: 'string' },
      small: { type: 'boolean' },
      seed: { type: 'string' },
      lacks: { type: 'string' },
      'calls-per-minute': { type: 'string' },
      latency: { type: 'string' },
      'authorized-keys': { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const number = (name: 'isales-port' | 'ccfs-port' | 'sftp-port' | 'seed' | 'latency', max: number) =>
    integer(name, values[name] ?? '0', 0, max);
  const mode = oneOf('mode', values.mode ?? 'saas', ['saas', 'op-integrated', 'op-independent'] as const);
  const lacks = (values.lacks?.split(',') ?? []).map((name) => oneOf('lacks', name, interfaceNames));
  const keys = values['authorized-keys'] ? await readFile(values['authorized-keys'], 'utf8') : '';
  const temporary = values.folder === undefined ? await mkdtemp(join(tmpdir(), 'dialdesk-demo-')) : undefined;
  const cleanUp = () => temporary && rm(temporary, { recursive: true, force: true });

  try {
    const system = await startDemoSystem({
      folder: values.folder ?? temporary ?? '',
      ...(values.host !== undefined && { host: values.host }),
      ports: {
        isales: number('isales-port', 65_535),
        ccfs: number('ccfs-port', 65_535),
        sftp: number('sftp-port', 65_535),
      },
      ...(values['access-key'] !== undefined && { accessKey: values['access-key'] }),
      ...(values['secret-key'] !== undefined && { secretKey: values['secret-key'] }),
      vdnId: integer('vdn', values.vdn ?? '53', 1, 9999),
      mode,
      sizes: values.small ? smallSeed : fullSeed,
      seed: number('seed', 2 ** 32 - 1) || 1,
      lacks,
      callsPerMinute: integer('calls-per-minute', values['calls-per-minute'] ?? '40', 0, 100_000),
      latencyMs: number('latency', 600_000),
      authorizedKeys: keys.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')),
    });
    process.stdout.write(values.json ? `${JSON.stringify(facts(system))}\n` : description(system));
    await new Promise<void>((resolve) => {
      // A listener on standard input would keep npm's terminal busy; signals are enough.
      const alive = setInterval(() => undefined, 2 ** 30);
      const end = () => {
        clearInterval(alive);
        resolve();
      };
      process.once('SIGINT', end);
      process.once('SIGTERM', end);
    });
    await system.stop();
  } finally {
    await cleanUp();
  }
}

function integer(name: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new Error(`--${name} must be an integer from ${min} to ${max}.`);
}

function oneOf<T extends string>(name: string, text: string, list: readonly T[]): T {
  const found = list.find((entry) => entry === text);
  if (found === undefined) throw new Error(`--${name} must be one of ${list.join(', ')}.`);
  return found;
}

/** What a client needs to know, as plain data. */
function facts(system: DemoSystem): object {
  const { isales, ccfs, sftp, vdnId, accessKey, secretKey, mode, certificatePem, fingerprint256 } = system;
  return { isales, ccfs, sftp, vdnId, accessKey, secretKey, mode, certificatePem, fingerprint256 };
}

function description(system: DemoSystem): string {
  const { isales, ccfs, sftp } = system;
  const base = `https://${isales.host}:${isales.port}/rest/isales/v1/openapi/campaigns/${system.vdnId}`;
  const [campaign] = system.state.campaigns.values();
  const [server] = system.state.servers.values();
  return [
    `CC-iSales      ${base}`,
    `CC-FS          https://${ccfs.host}:${ccfs.port}/CCFS/resource/ccfs/ivr/uploadFile?vdnId=${system.vdnId}`,
    `SFTP           sftp://${sftp.username}@${sftp.host}:${sftp.port}${sftp.defaultPath}`,
    `               password ${sftp.password}, host key ${sftp.hostKeyFingerprint}`,
    `               files in ${sftp.rootPath}`,
    `AK             ${system.accessKey}`,
    `SK             ${system.secretKey}`,
    `Mode           ${system.mode}`,
    `Certificate    SHA-256 ${system.fingerprint256}`,
    `A campaign     ${campaign ? `${campaign.id}  ${campaign.name}` : 'none'}`,
    `A file server  ${server ? server.serverId : 'none'}`,
    '',
    system.certificatePem.trim(),
    '',
    'Press Ctrl+C to stop.',
    '',
  ].join('\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
