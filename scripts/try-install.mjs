// `npm run package -- --try-install`: the .deb as a user's machine takes it, in a clean Debian below a folder: installed by
// apt-get with what it depends on, started, upgraded with its data in place, started again, removed.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustRun, outputOf } from './child.mjs';
import { makeDeb } from './deb.mjs';
import { root } from './paths.mjs';
import { Refusal, say } from './say.mjs';

const suite = 'bookworm';
/** How long a start may take, in milliseconds, before it counts as one that failed. */
const patience = 120_000;

async function cleanRoot(base, place) {
  if (process.getuid?.() !== 0)
    throw new Refusal('a clean Debian is made and entered as root: sudo npm run package -- --try-install');
  if ((await outputOf('debootstrap', ['--version'])) === null && !existsSync(base)) {
    throw new Refusal('debootstrap is missing: apt-get install debootstrap');
  }
  if (!existsSync(join(base, 'usr/bin/apt-get'))) {
    say(`making a clean Debian (${suite}), once`);
    await mustRun('debootstrap', ['--variant=minbase', suite, base]);
  }
  rmSync(place, { recursive: true, force: true });
  await mustRun('cp', ['-a', base, place]);
}

/** The processes that live in a root: what is started there may leave the group of what started it. */
function livingIn(place) {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/root`) === place;
    } catch {
      return false; // it has ended meanwhile
    }
  });
}

/** Ends them in order, the app first asked; what has not ended after a while is killed. */
async function endAll(place) {
  const end = Date.now() + 20_000;
  const signal = (pid, name) => {
    try {
      process.kill(Number(pid), name);
    } catch {
      // it has ended meanwhile
    }
  };
  for (const pid of livingIn(place)) {
    const command = commandOf(pid);
    // the browser process, which ends its own; the display goes last
    if (command.startsWith('/opt/Dialdesk/dialdesk') || command.startsWith('/usr/bin/dialdesk')) {
      if (!command.includes('--type=')) signal(pid, 'SIGTERM');
    }
  }
  const apps = () =>
    livingIn(place).filter(
      (pid) => /dialdesk\0/.test(commandOf(pid)) && !/xvfb-run|runuser/.test(commandOf(pid)),
    );
  while (apps().length > 0 && Date.now() < end) await sleep(250);
  for (const pid of livingIn(place)) signal(pid, 'SIGKILL');
}

function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** Starts the app as an ordinary user of the clean Debian, until its database is there and closed again. */
async function startOnce(place, inside) {
  const child = spawn(
    'chroot',
    [
      ...[place, 'runuser', '-u', 'worker', '--', 'env', 'HOME=/home/worker', 'xvfb-run', '-a'],
      ...['/usr/bin/dialdesk', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const ended = once(child, 'exit');
  const log = join(place, inside, 'logs/dialdesk.log');
  const before = existsSync(log) ? readFileSync(log, 'utf8').length : 0;
  const end = Date.now() + patience;
  const started = () => existsSync(log) && readFileSync(log, 'utf8').slice(before).includes('started');
  while (!started() && child.exitCode === null && Date.now() < end) await sleep(500);
  const up = started();
  if (up) await sleep(5_000); // the window opens, and what is kept is written
  await endAll(place);
  await Promise.race([ended, sleep(20_000)]);
  if (!up) throw new Refusal(`the installed app did not start:\n${said}`);
}

/** Makes the clean Debian's own folders of devices and processes available while something is done. */
async function mounted(place, work) {
  const mounts = [
    ['proc', ['-t', 'proc', 'proc', join(place, 'proc')]],
    ['dev', ['--rbind', '/dev', join(place, 'dev')]],
  ];
  const done = [];
  try {
    for (const [name, args] of mounts) {
      await mustRun('mount', args);
      done.push(name);
      if (name === 'dev') await mustRun('mount', ['--make-rslave', join(place, 'dev')]);
    }
    return await work();
  } finally {
    for (const name of done.reverse()) await mustRun('umount', ['-l', join(place, name)]);
  }
}

/**
 * @param {string} unpacked the folder that electron-builder made
 * @param {string} version of the app
 * @param {string} cache where the clean Debian is kept between runs
 */
export async function tryInstall(unpacked, version, cache) {
  const [base, place] = [join(cache, `${suite}-base`), join(cache, `${suite}-trial`)];
  mkdirSync(cache, { recursive: true });
  await cleanRoot(base, place);
  const files = {
    before: join(place, 'root', 'dialdesk-before.deb'),
    now: join(root, 'dist', `dialdesk_${version}_amd64.deb`),
  };
  // the same files: what an upgrade does to data is seen with them too
  await makeDeb(unpacked, files.before, '0.0.1~before', ['-Znone']);
  await makeDeb(unpacked, files.now, version);
  await mustRun('cp', [files.now, join(place, 'root', 'dialdesk-now.deb')]);
  const inRoot = (...args) => mustRun('chroot', [place, 'env', 'DEBIAN_FRONTEND=noninteractive', ...args]);
  const data = 'home/worker/.config/Dialdesk';
  await mounted(place, async () => {
    await inRoot('apt-get', 'update', '-qq');
    // what an ordinary desktop has
    await inRoot('apt-get', 'install', '-qqy', '--no-install-recommends', 'xvfb', 'xauth', 'dbus');
    await inRoot('useradd', '--create-home', 'worker');
    await inRoot('apt-get', 'install', '-qqy', '--no-install-recommends', '/root/dialdesk-before.deb');
    await startOnce(place, data);
    say('installed, and it starts');
    const database = join(place, data, 'dialdesk.db');
    if (!existsSync(database)) throw new Refusal('it started, and kept no database');
    writeMark(database);
    writeFileSync(join(place, data, 'outbox-mark'), 'kept');
    await inRoot('apt-get', 'install', '-qqy', '--no-install-recommends', '/root/dialdesk-now.deb');
    await startOnce(place, data);
    if (readMark(database) !== 'kept' || !existsSync(join(place, data, 'outbox-mark'))) {
      throw new Refusal('the upgrade lost data');
    }
    say('upgraded, and it starts with its data');
    await inRoot('apt-get', 'purge', '-qqy', 'dialdesk');
    const left = ['opt/Dialdesk', 'usr/bin/dialdesk', 'usr/share/applications/dialdesk.desktop'].filter(
      (path) => existsSync(join(place, path)),
    );
    if (left.length > 0) throw new Refusal(`left after removing: ${left.join(', ')}`);
    if (!existsSync(database)) throw new Refusal('removing it took the user’s data');
    say('removed; the user’s data is still there');
  });
  rmSync(place, { recursive: true, force: true });
}

/** A setting that the app does not know, and so leaves alone. */
function writeMark(file) {
  const database = new DatabaseSync(file);
  database.exec(
    `create table if not exists try_install (mark text); insert into try_install values ('kept')`,
  );
  database.close();
}

function readMark(file) {
  const database = new DatabaseSync(file);
  const row = database.prepare('select mark from try_install').get();
  database.close();
  return row?.mark;
}
