import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Refusal } from './say.mjs';
import { root } from './paths.mjs';

/** Runs a command with this terminal; resolves with its exit status, 128 + n for a signal as shells do. */
export function runCommand(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    process.on('SIGINT', forward).on('SIGTERM', forward);
    child.on('error', reject);
    child.on('exit', (status, signal) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      resolve(status ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 128));
    });
  });
}

/**
 * Runs a command whose lines appear here behind a label, so that those of several can be told apart; resolves with
 * its exit status as `runCommand` does.
 */
export async function runLabelled(label, command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => process.stdout.write(`${label} | ${line}\n`));
  }
  try {
    const [status] = await once(child, 'close');
    return status ?? 128;
  } finally {
    process.off('SIGINT', forward).off('SIGTERM', forward);
  }
}

/** Runs a command that must succeed. */
export async function mustRun(command, args, options = {}) {
  const status = await runCommand(command, args, options);
  if (status !== 0) throw new Refusal(`${command} ${args.join(' ')} ended with status ${status}`);
}

/** Runs a command with this terminal, and gives the lines it wrote to standard output as well. */
export async function linesOf(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, ...options, stdio: ['inherit', 'pipe', 'inherit'] });
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  const lines = [];
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    process.stdout.write(`${line}\n`);
  });
  try {
    const [status] = await once(child, 'close');
    return { status: status ?? 1, lines };
  } finally {
    process.off('SIGINT', forward).off('SIGTERM', forward);
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
