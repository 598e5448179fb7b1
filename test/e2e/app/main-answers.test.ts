import { expect, test } from '../app.ts';

test('what main answered arrives though the inspector drops it, and main is asked once', async ({
  launch,
}) => {
  const { app } = await launch({ args: ['--js-flags=--expose-gc'] });
  for (let asked = 1; asked <= 40; asked++) {
    const answer = await app.evaluate(() => {
      const main = globalThis as unknown as { asked?: number; gc: () => void };
      // between the answer and the moment in which the inspector reads it
      queueMicrotask(() => main.gc());
      return (main.asked = (main.asked ?? 0) + 1);
    });
    expect(answer).toBe(asked);
  }
});

test('what main throws is not asked for again', async ({ launch }) => {
  const { app } = await launch();
  await expect(
    app.evaluate(() => {
      throw new Error('thrown in main');
    }),
  ).rejects.toThrow('thrown in main');
  await expect(app.evaluate((_electron, word) => Promise.resolve(word), 'later')).resolves.toBe('later');
});
