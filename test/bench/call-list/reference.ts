import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const program = (folder: string): string => path.join(folder, 'reference');

/**
 * Compiles what a C program takes for the same work (reference/check.c says what it does and does not) into the bench's
 * folder. Where there is no compiler, or no zlib to compile with, nothing lies there afterwards.
 */
export async function compileReference(folder: string): Promise<void> {
  const source = fileURLToPath(new URL('reference/check.c', import.meta.url));
  await rm(program(folder), { force: true });
  try {
    await run('cc', ['-O3', '-o', program(folder), source, '-lz']);
  } catch (error) {
    process.stderr.write(`The reference in C is missing: ${(error as Error).message.split('\n')[0] ?? ''}\n`);
  }
}

/** Runs it, and answers what it measured of itself. Throws where it is missing, or finds other rows. */
export async function checkWithC(
  folder: string,
  file: string,
  expected: { rows: number; ready: number },
): Promise<Record<string, number>> {
  const { stdout } = await run(program(folder), [file]).catch((error: unknown) => {
    throw new Error('the reference in C is missing, or ended early', { cause: error });
  });
  const { rows, ready, ...measured } = JSON.parse(stdout) as Record<string, number>;
  if (rows !== expected.rows || ready !== expected.ready) throw new Error(`C found otherwise: ${stdout}`);
  return measured;
}
