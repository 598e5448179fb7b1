// A reporter of node:test: a line of JSON for each test that ended, and one with the counts of the whole run.

/** Why a test failed: what was thrown in it, with its place. */
const reason = (error) => String(error?.cause?.stack ?? error?.cause ?? error?.message ?? error);

/** How long Node may take to end a run that is over, ms: with --test-force-exit it sometimes waits for good. */
const grace = 5_000;

export default async function* report(events) {
  for await (const { type, data } of events) {
    if ((type === 'test:pass' || type === 'test:fail') && data.details?.type !== 'suite') {
      const failure = type === 'test:fail' && !data.todo ? { failure: reason(data.details?.error) } : {};
      const { name, file } = data;
      yield `${JSON.stringify({ name, file, ms: data.details?.duration_ms ?? 0, ...failure })}\n`;
    }
    // the summaries of single files name theirs
    if (type === 'test:summary' && data.file === undefined) {
      yield `${JSON.stringify({ counts: data.counts })}\n`;
      const { failed, cancelled } = data.counts;
      setTimeout(() => process.exit(failed + cancelled > 0 ? 1 : 0), grace).unref();
    }
  }
}
