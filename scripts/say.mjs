// What the scripts tell the person at the terminal: one line a step, nothing hidden, no colours to misread in a log.
export const say = (text) => process.stderr.write(`dialdesk: ${text}\n`);

/** Ends with a message a person can act on, without a stack. */
export class Refusal extends Error {}

/** Runs a script's main function; a Refusal becomes its message and exit status 1. */
export async function run(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.message);
    process.exit(1);
  }
}
