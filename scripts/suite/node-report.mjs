// A reporter of node:test: a line of JSON for each test that ended, and one with the counts of the whole run.

/** How long Node may take to end a run that is over, ms: with --test-force-exit it sometimes waits for good. */
const grace = 5_000;

export default async function* report(events) {
  for await (const { type, data } of events) {
    if ((type === 'test:pass' || type === 'test:fail') && data.details?.type !== 'suite') {
      yield `${JSON.stringify({ name: data.name, file: data.file, ms: data.details?.duration_ms ?? 0 })}\n`;
    }
    // the summaries of single files name theirs
    if (type === 'test:summary' && data.file === undefined) {
      yield `${JSON.stringify({ counts: data.counts })}\n`;
      const { failed, cancelled } = data.counts;
      setTimeout(() => process.exit(failed + cancelled > 0 ? 1 : 0), grace).unref();
    }
  }
}
