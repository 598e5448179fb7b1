import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again every 5 ms until the answer is not undefined. Rejects after `withinMs`: a state that never came. */
export async function eventually<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  withinMs = 120_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`Not so within ${withinMs} ms.`);
    await sleep(5);
  }
}
