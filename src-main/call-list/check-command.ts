import { lstat, readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { CallingHours } from '../contract/calling-hours.ts';
import { callDataTemplate } from '../contract/call-data-template.ts';
import {
  CheckOptions,
  DuplicatePolicy,
  type CheckSummary,
  type DoNotCallList,
  type Issue,
  type SourceInfo,
} from '../contract/call-list.ts';
import { detailsOf } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';
import { Mapping } from '../contract/mapping.ts';
import { NumberPlan, numberedCountry, usualPlan } from '../contract/number-plan.ts';
import { isNumberRule } from '../contract/number-rules.ts';
import { checkUsage } from './check-usage.ts';
import { CallListEngine } from './engine.ts';
import { rejectWords } from './reject-words.ts';
import { noteText, sourceNotes } from './source-notes.ts';

/** Where to read on, after what is wrong with a command. */
const seeHelp = 'For all options: npm run -s check -- --help';

/** Where the command prints. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** The command `check`. @returns the exit status */
export async function runCheck(args: readonly string[], output: Output): Promise<number> {
  let engine: CallListEngine | undefined;
  try {
    const command = await readCommand(args);
    if (command === undefined) {
      output.out(checkUsage);
      return 0;
    }
    engine = await CallListEngine.open(command.file, command.options);
    const open = engine;
    const summary = await engine.check(command.options);
    if (command.clean !== undefined) {
      const { mark } = command;
      await writeOrRemove(command.clean, (path) => open.checked.writeClean(path, {}, { mark }));
    }
    if (command.rejects !== undefined) {
      const words = await rejectWords(englishTitles, 'en');
      await writeOrRemove(command.rejects, (path) => open.checked.writeRejects(path, words));
    }
    if (command.json) printJson(summary, engine.info, engine.checked.allIssues(), output);
    else printText(summary, engine.info, output);
    return summary.ready + summary.blank === summary.rows ? 0 : 1;
  } catch (error) {
    if (!(error instanceof DialdeskError) && !(error instanceof CommandError)) throw error;
    output.err(`${messageOf(error)}\n`);
    const isForeign =
      error instanceof DialdeskError && detailsOf(error, 'file_unreadable').reason === 'no-called-column';
    const proposal = isForeign ? await engine?.propose() : undefined;
    if (proposal?.mapping)
      output.err(
        `Proposed mapping; check it, save it and pass it with --map:\n${JSON.stringify(proposal.mapping)}\n`,
      );
    const marks = proposal?.columns.filter(({ role }) => role === 'doNotCall') ?? [];
    if (marks.length > 0)
      output.err(
        `Customers marked “do not call” are left out, by column: ${marks.map(({ header }) => header).join(', ')}\n`,
      );
    return 2;
  } finally {
    await engine?.close();
  }
}

const englishTitles = { sheetName: 'Rejected', row: 'Row', rule: 'Rule', explanation: 'What is wrong' };

class CommandError extends Error {}

interface Command {
  readonly file: string;
  readonly options: CheckOptions;
  readonly json: boolean;
  readonly clean: string | undefined;
  readonly rejects: string | undefined;
  readonly mark: string | undefined;
}

async function readCommand(args: readonly string[]): Promise<Command | undefined> {
  const { values, positionals } = parsed(args);
  if (values.help) return undefined;
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) {
    const what = file === undefined ? 'Which file?' : 'One file at a time.';
    throw new CommandError(`${what} npm run -s check -- FILE [options]\n${seeHelp}`);
  }
  if (
    values.out !== undefined &&
    values.rejects !== undefined &&
    resolve(values.out) === resolve(values.rejects)
  ) {
    throw new CommandError('--out and --rejects must be different files.');
  }
  if (values.mark !== undefined && !/^[A-Za-z0-9_-]{1,200}$/.test(values.mark)) {
    throw new CommandError('--mark must be 1 to 200 letters, digits, - and _.');
  }
  const numberPlan = await readPlan(values.country, values.plan);
  const callingHours =
    values.hours === undefined
      ? undefined
      : inForm(CallingHours, await readJson(values.hours, 'hours'), `The hours ${values.hours}`);
  const mapping = values.map === undefined ? undefined : await readMapping(values.map);
  const options = v.safeParse(CheckOptions, {
    sheet: values.sheet,
    ivr: values.ivr,
    leaveOutHidden: values['leave-out-hidden'],
    duplicates: values.duplicates,
    doNotCall: values['do-not-call'],
    encoding: values.encoding?.toLowerCase(),
    delimiter: values.delimiter === 'tab' ? '\t' : values.delimiter,
    ...(mapping && { mapping }),
    ...(numberPlan && { numberPlan }),
    ...(callingHours && { callingHours }),
  });
  if (!options.success) {
    const field = v.getDotPath(options.issues[0]) ?? '';
    throw new CommandError(
      `--${field}: no such value${field === 'duplicates' ? ` (${DuplicatePolicy.options.join(', ')})` : ''}.\n${seeHelp}`,
    );
  }
  return {
    file,
    options: options.output,
    json: values.json,
    clean: values.out,
    rejects: values.rejects,
    mark: values.mark,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        sheet: { type: 'string' },
        ivr: { type: 'boolean', default: false },
        'leave-out-hidden': { type: 'boolean', default: false },
        map: { type: 'string' },
        duplicates: { type: 'string' },
        'do-not-call': { type: 'string' },
        country: { type: 'string' },
        plan: { type: 'string' },
        hours: { type: 'string' },
        encoding: { type: 'string' },
        delimiter: { type: 'string' },
        json: { type: 'boolean', default: false },
        out: { type: 'string' },
        mark: { type: 'string' },
        rejects: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    const what = (error as Error).message.replace(/ To specify a positional argument.*$/s, '');
    throw new CommandError(`${what}\n${seeHelp}`);
  }
}

async function readMapping(path: string): Promise<Mapping> {
  return inForm(Mapping, await readJson(path, 'mapping'), `The mapping ${path}`);
}

/** The plan of the numbers, of which a file may say only what is unusual. */
async function readPlan(
  country: string | undefined,
  path: string | undefined,
): Promise<NumberPlan | undefined> {
  if (country === undefined && path === undefined) return undefined;
  const given = path === undefined ? {} : await readJson(path, 'plan');
  const own = typeof given === 'object' && given !== null && 'country' in given ? given.country : undefined;
  const named = country?.toUpperCase() ?? own;
  if (typeof named !== 'string' || numberedCountry(named) === undefined) {
    throw new CommandError(
      named === undefined
        ? `The plan ${path ?? ''} has no country; add one, or --country CN.`
        : `Unknown country: ${typeof named === 'string' ? named : JSON.stringify(named)}. Use two letters, for example CN.`,
    );
  }
  const whole = { ...usualPlan(named), ...(given as object), country: named };
  return inForm(NumberPlan, whole, `The plan ${path ?? named}`);
}

async function readJson(path: string, what: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new CommandError(`The ${what} ${path} cannot be read: ${(error as Error).message}`);
  }
}

function inForm<Schema extends v.GenericSchema>(
  schema: Schema,
  data: unknown,
  what: string,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, data);
  if (parsed.success) return parsed.output;
  const issues = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'file'}: ${issue.message}`);
  throw new CommandError(`${what} cannot be used:\n${issues.join('\n')}`);
}

/**
 * That there is nothing to write is no failure of the check; but what an earlier run has written under the same name
 * must not be taken for the outcome of this one.
 *
 * @throws DialdeskError `local_disk`, `conflict` where the path is that of the list
 */
async function writeOrRemove(path: string, write: (path: string) => Promise<unknown>): Promise<void> {
  try {
    await write(path);
  } catch (error) {
    if (!(error instanceof DialdeskError && error.code === 'nothing_to_send')) throw error;
    const older = await lstat(path).catch(() => undefined);
    if (older === undefined || older.isDirectory()) return;
    try {
      await rm(path);
    } catch (cause) {
      throw new DialdeskError('local_disk', `${path}, left by an earlier run, cannot be removed.`, {
        cause,
      });
    }
  }
}

function printJson(summary: CheckSummary, info: SourceInfo, issues: Iterable<Issue>, output: Output): void {
  const { rows, ready, rejected, duplicates, blank, seconds, doNotCall } = summary;
  const notes = sourceNotes(info, summary);
  const head = JSON.stringify({
    ...{ rows, ready, rejected, duplicates, blank, seconds },
    ...(doNotCall && { doNotCall }),
    ...(notes.length > 0 && { notes }),
  });
  // In pieces, because millions of issues are more than one string may hold.
  let piece = `${head.slice(0, -1)},"issues":[`;
  let separator = '';
  for (const { row, column, rule, severity, value, detail } of issues) {
    // the number of a row that may have several, or the next time
    const which = detail !== '' &&
      (isNumberRule(rule) || rule === 'recycle-time-outside-hours') && { detail };
    piece += separator + JSON.stringify({ row, column, rule, severity, value, ...which });
    separator = ',';
    if (piece.length > 1 << 16) {
      output.out(piece);
      piece = '';
    }
  }
  output.out(`${piece}]}\n`);
}

function printText(summary: CheckSummary, info: SourceInfo, output: Output): void {
  const count = (value: number): string => value.toLocaleString('en-US').padStart(11);
  const place = info.sheet === null ? `${info.encoding ?? ''} text` : `sheet “${info.sheet}”`;
  output.out(`${info.name}, ${place}, read and checked in ${summary.seconds.toFixed(2)} s\n\n`);
  output.out(
    `${count(summary.rows)} rows\n${count(summary.ready)} ready\n${count(summary.rejected)} rejected\n`,
  );
  output.out(`${count(summary.duplicates)} duplicates\n${count(summary.blank)} blank\n`);
  if (summary.groups.length > 0) output.out('\n');
  for (const { rule, column, severity, count: times } of summary.groups) {
    output.out(`${count(times)} ${severity.padEnd(8)} ${column.padEnd(12)} ${rule}\n`);
  }
  for (const note of sourceNotes(info, summary)) output.out(`\n${noteText(note)}\n`);
  if (summary.doNotCall !== null) output.out(`\n${doNotCallText(summary.doNotCall)}\n`);
  if (summary.imports > 1) {
    const limit = callDataTemplate.maxRecords.toLocaleString('en-US');
    output.out(`\nOne import can have at most ${limit} rows: this list needs ${summary.imports} imports.\n`);
  }
}

function doNotCallText(list: DoNotCallList): string {
  const place = (sheet: string | null, of: string): string => (sheet === null ? of : `${of} of “${sheet}”`);
  const columns = list.columns.map(({ sheet, column, numbers }) => `${place(sheet, column)} (${numbers})`);
  const lines = [
    `Do-not-call list ${list.name}: ${list.numbers} numbers, read from ${columns.join(', ')}`,
    `${list.blockedRows} rows blocked` +
      (list.likelyRows > 0
        ? `, ${list.likelyRows} of them by a number that differs only in its country code`
        : ''),
  ];
  const first = list.firstNotUnderstood;
  if (first !== null) {
    const where = place(first.sheet, `row ${first.row}`);
    lines.push(`${list.notUnderstood} lines could not be read, the first in ${where}: ${first.text}`);
  }
  if (list.mayBeCalled > 0) lines.push(`${list.mayBeCalled} lines say that the customer may be called`);
  if (list.sheetsWithout.length > 0) lines.push(`Sheets without numbers: ${list.sheetsWithout.join(', ')}`);
  if (list.country !== '86') {
    lines.push(
      `Country code of numbers without one: ${list.country === '' ? 'unknown' : `+${list.country}`}`,
    );
  }
  return lines.join('\n');
}

function messageOf(error: DialdeskError | CommandError): string {
  if (error instanceof CommandError) return error.message;
  const { reason, file } = detailsOf(error, 'file_unreadable');
  const of = file === 'do-not-call' ? 'The do-not-call list: ' : '';
  const fields = error.fields?.map(({ path, rule }) => `\n${path}: ${rule}`).join('') ?? '';
  return `${of}${error.message} (${reason ?? error.code})${fields}`;
}
