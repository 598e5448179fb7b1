import { randomUUID } from 'node:crypto';
import type { ElectronApplication } from 'playwright/test';

/** What V8's inspector says where it dropped the promise that it watched, though the code itself had run. */
const dropped = /promise was (garbage )?collected/i;

/** How often an answer is asked for again; each time it is lost by chance alone. */
const askedAgain = 20;

interface Asked {
  readonly source: string;
  readonly arg: unknown;
  readonly token: string;
}

/**
 * Makes `app.evaluate` hand over what main answered although the inspector drops it. The inspector watches the
 * promise of every evaluation, also of a plain value, through a weak handle: a collection of garbage at the wrong
 * moment loses the answer after the code has run (github.com/microsoft/playwright/issues/33737). The answer is held
 * in main under a token, so that it is asked for again and the code runs once.
 */
export function holdAnswers(app: ElectronApplication): void {
  const evaluate = app.evaluate.bind(app);
  app.evaluate = async (code: unknown, arg?: unknown) => {
    const asked: Asked = { source: String(code), arg, token: randomUUID() };
    for (let again = 0; ; again++) {
      try {
        return await evaluate(runOnce, asked);
      } catch (error) {
        if (again === askedAgain || !(error instanceof Error) || !dropped.test(error.message)) throw error;
      }
    }
  };
}

/** Runs in main, and therefore uses nothing of this file. */
function runOnce(electron: unknown, { source, arg, token }: Asked): unknown {
  const main = globalThis as { heldAnswers?: Map<string, unknown> };
  const answers = (main.heldAnswers ??= new Map<string, unknown>());
  if (!answers.has(token)) {
    const { runInThisContext } = process.getBuiltinModule('node:vm');
    const code = runInThisContext(`(${source})`) as (electron: unknown, arg: unknown) => unknown;
    answers.set(token, code(electron, arg));
  }
  return answers.get(token);
}
