import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { CallingHours } from '../contract/calling-hours.ts';
import { CheckOptions, DuplicatePolicy } from '../contract/call-list.ts';
import { Mapping } from '../contract/mapping.ts';
import { NumberPlan, numberedCountry, usualPlan } from '../contract/number-plan.ts';
import { isSameFile } from './check-targets.ts';

/** Where to find help, after the error in a command. */
const seeHelp = 'For all options: npm run -s check -- --help';

/** Delimiters that cannot be typed, or hardly. */
const namedDelimiters: Readonly<Record<string, string>> = { tab: '\t', us: '\u001f' };

/** What is wrong with a command, in words for whoever typed it. */
export class CommandError extends Error {}

/** What a command asks for, before any file that it names has been read. */
export interface CheckArguments {
  readonly file: string;
  readonly json: boolean;
  readonly clean: string | undefined;
  readonly rejects: string | undefined;
  readonly mark: string | undefined;
  /**
   * The options of the check, with what the files that they name say: a mapping, a plan, calling hours.
   *
   * @throws CommandError for a file that cannot be read or used
   */
  readonly readOptions: () => Promise<CheckOptions>;
}

/**
 * Reads the arguments of `check`.
 *
 * @returns undefined where the help is asked for
 * @throws CommandError
 */
export async function readArguments(args: readonly string[]): Promise<CheckArguments | undefined> {
  const { values, positionals } = parsed(args);
  if (values.help) return undefined;
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) {
    const what = file === undefined ? 'Which file?' : 'One file at a time.';
    throw new CommandError(`${what} npm run -s check -- FILE [options]\n${seeHelp}`);
  }
  await refuseInputs(values, file);
  if (values.mark !== undefined && !/^[A-Za-z0-9_-]{1,200}$/.test(values.mark)) {
    throw new CommandError('--mark must be 1 to 200 letters, digits, - and _.');
  }
  const country = values.country === undefined ? undefined : knownCountry(values.country);
  const options = v.safeParse(CheckOptions, {
    sheet: values.sheet,
    ivr: values.ivr,
    leaveOutHidden: values['leave-out-hidden'],
    callMarked: values['call-marked'],
    duplicates: values.duplicates,
    doNotCall: values['do-not-call'],
    encoding: values.encoding?.toLowerCase(),
    delimiter: namedDelimiters[values.delimiter ?? ''] ?? values.delimiter,
  });
  if (!options.success) {
    const field = v.getDotPath(options.issues[0]) ?? '';
    throw new CommandError(
      `--${field}: no such value${field === 'duplicates' ? ` (${DuplicatePolicy.options.join(', ')})` : ''}.\n${seeHelp}`,
    );
  }
  return {
    file,
    json: values.json,
    clean: values.out,
    rejects: values.rejects,
    mark: values.mark,
    readOptions: async () => {
      const { map, plan, hours } = values;
      const numberPlan = await readPlan(country, plan);
      const callingHours =
        hours === undefined
          ? undefined
          : inForm(CallingHours, await readJson(hours, 'hours'), `The hours ${hours}`);
      const mapping = map === undefined ? undefined : await readMapping(map);
      return {
        ...options.output,
        ...(mapping && { mapping }),
        ...(numberPlan && { numberPlan }),
        ...(callingHours && { callingHours }),
      };
    },
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
        'call-marked': { type: 'boolean', default: false },
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

/** Nothing that the command reads is written over, or taken for what an earlier run has left. */
async function refuseInputs(
  values: Readonly<Partial<Record<string, string | boolean>>>,
  list: string,
): Promise<void> {
  const { out, rejects } = values;
  for (const [option, target] of Object.entries({ out, rejects })) {
    if (typeof target !== 'string') continue;
    if (await isSameFile(target, list)) {
      throw new CommandError(
        `--${option}: this is the list itself. Choose another name for what is written.`,
      );
    }
    for (const name of ['do-not-call', 'map', 'plan', 'hours'] as const) {
      const input = values[name];
      if (typeof input === 'string' && (await isSameFile(target, input))) {
        throw new CommandError(`--${option} and --${name} must be different files.`);
      }
    }
  }
  if (typeof out === 'string' && typeof rejects === 'string' && (await isSameFile(out, rejects))) {
    throw new CommandError('--out and --rejects must be different files.');
  }
}

async function readMapping(path: string): Promise<Mapping> {
  return inForm(Mapping, await readJson(path, 'mapping'), `The mapping ${path}`);
}

/** The numbering plan; a file may give only what differs from the default. */
async function readPlan(
  country: string | undefined,
  path: string | undefined,
): Promise<NumberPlan | undefined> {
  if (country === undefined && path === undefined) return undefined;
  const given = path === undefined ? {} : await readJson(path, 'plan');
  const own = typeof given === 'object' && given !== null && 'country' in given ? given.country : undefined;
  const named = country ?? own;
  if (named === undefined) {
    throw new CommandError(`The plan ${path ?? ''} has no country; add one, or --country CN.`);
  }
  const known = knownCountry(named);
  const whole = { ...usualPlan(known), ...(given as object), country: known };
  return inForm(NumberPlan, whole, `The plan ${path ?? known}`);
}

/** @param named two letters, by whoever typed them, or anything that a file has in their place */
function knownCountry(named: unknown): string {
  const country = typeof named === 'string' ? named.toUpperCase() : '';
  if (numberedCountry(country) !== undefined) return country;
  const shown = typeof named === 'string' ? country : JSON.stringify(named);
  throw new CommandError(`Unknown country: ${shown}. Use two letters, for example CN.`);
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
