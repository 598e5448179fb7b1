import { parseArgs } from 'node:util';
import { readFile } from 'node:fs/promises';
import type { CheckOptions, CheckSummary, Issue } from '../contract/call-list.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { Checker } from './check/checker.ts';
import { checkSource, summarize, templateMapper } from './check-source.ts';
import { describeSource } from './describe-source.ts';
import { openSource } from './source.ts';

const usage = `Checks a call list against the outbound call data template.

  npm run -s check -- FILE [options]

  --sheet NAME         the sheet to read; else the first one in template form
  --ivr                the campaign uses an intelligent IVR flow: call data must be JSON
  --duplicates WHICH   rows that call the same number: keep the first (default), the last, none, keep-all
  --json               one JSON object on standard output
Exit status: 0 all rows are ready, 1 some are not, 2 the file cannot be read or the command is wrong.
`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  void readFile;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      sheet: { type: 'string' },
      ivr: { type: 'boolean', default: false },
      duplicates: { type: 'string', default: 'first' },
      json: { type: 'boolean', default: false },
    },
  });
  const path = positionals[0];
  if (path === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  try {
    const started = performance.now();
    const source = await openSource(path);
    const options: CheckOptions = {
      ivr: values.ivr,
      duplicates: values.duplicates as CheckOptions['duplicates'],
      ...(values.sheet !== undefined && { sheet: values.sheet }),
    };
    const info = await describeSource(source, options);
    const checker = await checkSource(source, info, templateMapper(info), options, { now: new Date() });
    const summary = summarize(checker, (performance.now() - started) / 1000);
    if (values.json) printJson(summary, checker);
    else process.stdout.write(JSON.stringify(summary, null, 1) + '\n');
    return summary.ready === summary.rows ? 0 : 1;
  } catch (error) {
    if (!(error instanceof DialdeskError)) throw error;
    process.stderr.write(`${error.message} (${String(error.details?.reason ?? error.code)})\n`);
    return 2;
  }
}

function printJson(summary: CheckSummary, checker: Checker): void {
  const { rows, ready, rejected, duplicates, blank, seconds } = summary;
  const issues: Pick<Issue, 'row'>[] = [...checker.issues.all()];
  process.stdout.write(JSON.stringify({ rows, ready, rejected, duplicates, blank, seconds, issues }) + '\n');
}
