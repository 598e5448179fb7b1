import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Refusal } from './say.mjs';
import { root } from './paths.mjs';

/** The signals that end a command, and their numbers. */
const ending = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** The signal that was to end this process; from then on no further stage of it begins. */
let endedBy = null;

/**
 * Passes the first signal that is to end this process on to a child, and waits: it ends in order, and this process
 * after it. A terminal signals the child as well, and npm repeats the signal; no more than one comes from here.
 * @returns {() => void} stops that
 */
export function forwardEnd(child) {
  let forwarded = false;
  const forward = (signal) => {
    if (forwarded) return;
    forwarded = true;
    endedBy ??= signal;
    child.kill(signal);
  };
  for (const signal of Object.keys(ending)) process.on(signal, forward);
  return () => {
    for (const signal of Object.keys(ending)) process.off(signal, forward);
  };
}

/** Runs a command with this terminal; resolves with its exit status, 128 + n for a signal as shells do. */
export function runCommand(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const stopForwarding = forwardEnd(child);
    child.on('error', reject);
    child.on('exit', (status, signal) => {
      stopForwarding();
      resolve(status ?? 128 + (ending[signal] ?? 0));
    });
  });
}

/**
 * Runs a command whose lines appear here behind a label, so that those of several can be told apart; resolves with
 * its exit status as `runCommand` does. Once a signal was to end this process, nothing is run.
 */
export async function runLabelled(label, command, args, options = {}) {
  if (endedBy !== null) return 128 + ending[endedBy];
  const child = spawn(command, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const stopForwarding = forwardEnd(child);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => process.stdout.write(`${label} | ${line}\n`));
  }
  try {
    const [status] = await once(child, 'close');
    return status ?? 128;
  } finally {
    stopForwarding();
  }
}

/** Runs a command that must succeed. One that was ended by a signal ends this process as well, without a word. */
export async function mustRun(command, args, options = {}) {
  const status = await runCommand(command, args, options);
  if (Object.values(ending).includes(status - 128)) process.exit(status);
  if (status !== 0) throw new Refusal(`${command} ${args.join(' ')} ended with status ${status}`);
}

/** Runs a command with this terminal, and gives the lines it wrote to standard output as well. */
export async function linesOf(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, ...options, stdio: ['inherit', 'pipe', 'inherit'] });
  const stopForwarding = forwardEnd(child);
  const lines = [];
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    process.stdout.write(`${line}\n`);
  });
  try {
    const [status] = await once(child, 'close');
    return { status: status ?? 1, lines };
  } finally {
    stopForwarding();
  }
}

/**
 * A command's standard output as text, or null where it could not be run or failed.
 *
 * @param {{ anyStatus?: boolean }} [options] `anyStatus`: what it printed counts even if it failed
 */
export function outputOf(command, args, { anyStatus = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    child.on('error', () => resolve(null));
    child.on('close', (status) => resolve(anyStatus || status === 0 ? text : null));
  });
}
