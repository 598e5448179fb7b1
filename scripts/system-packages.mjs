// The packages of the operating system that Dialdesk needs to run or to be tested on Linux. As root on Debian
// and its relatives the missing ones are installed; elsewhere the one command to run is printed.
import { mustRun, outputOf } from './child.mjs';
import { Refusal, say } from './say.mjs';

/** Each need is a list of alternatives, newest name first: Debian 13 renamed several libraries. */
const toRun = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libcups2t64', 'libcups2'],
  ['libxss1'],
  // keytar is built from source where its prebuilt binary cannot be fetched
  ['libsecret-1-dev'],
  ['build-essential'],
  ['python3'],
  // the words of both languages
  ['fonts-noto-cjk'],
];
const withoutDisplay = [['xvfb']];
const toTest = [
  ...withoutDisplay,
  ['openssh-server'],
  ['openssh-client'],
  ['openssl'],
  ['dbus'],
  ['gnome-keyring'],
  ['sox'],
  ['ffmpeg'],
  // an SFTP server that neither we nor OpenSSH's people wrote
  ['python3-paramiko'],
];

const hasDisplay = () => Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

async function installedPackages() {
  const text = await outputOf('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\n']);
  if (text === null) return null;
  return new Set(
    text
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.slice('installed '.length)),
  );
}

/** The first alternative that this release of the system offers. */
async function candidate(alternatives) {
  for (const name of alternatives) {
    const policy = await outputOf('apt-cache', ['policy', name]);
    if (policy !== null && /Candidate: (?!\(none\))/.test(policy)) return name;
  }
  return null;
}

/**
 * Makes sure that the system packages for a purpose are there.
 * @param {'start' | 'test'} purpose
 */
export async function ensureSystemPackages(purpose) {
  if (process.platform !== 'linux') return;
  const needs = [...toRun, ...(purpose === 'test' ? toTest : hasDisplay() ? [] : withoutDisplay)];
  const installed = await installedPackages();
  if (installed === null) {
    if (purpose === 'test')
      say('no dpkg here: install what the tests need (OpenSSH, gnome-keyring, Xvfb, sox, ffmpeg, paramiko)');
    return;
  }
  const missing = needs.filter((alternatives) => !alternatives.some((name) => installed.has(name)));
  if (missing.length === 0) return;

  const root = process.getuid?.() === 0;
  if (root) {
    say(`this machine lacks ${missing.length} system packages; asking apt-get for their list`);
    await mustRun('apt-get', ['update', '-q'], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const names = [];
  for (const alternatives of missing) names.push((await candidate(alternatives)) ?? alternatives[0]);
  const command = ['apt-get', 'install', '--yes', '--no-install-recommends', ...names];
  if (!root) {
    // A desktop may have these libraries from elsewhere; only the tests cannot do without.
    const message = `missing system packages; please run:\n  sudo ${command.join(' ')}`;
    if (purpose === 'test') throw new Refusal(message);
    say(message);
    return;
  }
  say(`installing with apt-get: ${names.join(' ')}`);
  await mustRun('apt-get', command.slice(1), {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
