import { test } from 'node:test';
import { play } from '../../support/model/play.ts';
import { prepareGround } from '../../support/model/ground.ts';

/** `DIALDESK_MODEL_SEED=… node --test` repeats the sequences of a run. */
const given = process.env['DIALDESK_MODEL_SEED'];

test('whatever is done, fails and crashes: nothing twice, elsewhere or lost, and what is shown is so', async (context) => {
  const seed = given === undefined ? Date.now() % 2 ** 31 : Number(given);
  context.diagnostic(`seed: ${seed}`);
  const { played, failure } = await play(await prepareGround(context), { seed, sequences: 8 });
  context.diagnostic(
    Object.entries(played)
      .map(([what, count]) => `${what}: ${count}`)
      .join(', '),
  );
  if (failure) throw failure;
});
