import * as v from 'valibot';
import type { Schema } from '../contract/define.ts';
import { DialdeskError, type Result } from '../contract/errors.ts';

/** What is called for every defect and every caller that was refused. */
export type DefectLog = (message: string, error: unknown) => void;

/** Input as its schema has it. @throws DialdeskError `invalid_request` */
export function checkedInput(schema: Schema, input: unknown): unknown {
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  throw new DialdeskError('invalid_request', 'the input does not fit the contract', {
    fields: parsed.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', rule: issue.message })),
  });
}

/** Output as its schema has it. What does not fit is a defect of ours; the error names places, and never values. */
export function checkedOutput(schema: Schema, output: unknown): unknown {
  const parsed = v.safeParse(schema, output);
  if (parsed.success) return parsed.output;
  const places = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'all of it'} (${issue.type})`);
  throw new Error(`the output does not fit the contract: ${places.join(', ')}`);
}

/** The value or the refusal, never undefined. Whatever is not a DialdeskError is a defect: logged, and `internal`. */
export async function resultOf(name: string, log: DefectLog, work: () => unknown): Promise<Result<unknown>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof DialdeskError) {
      if (error.code === 'forbidden') log(`refused a foreign call of ${name}`, error);
      return { ok: false, error: error.toShape() };
    }
    log(`${name} failed`, error);
    return { ok: false, error: { code: 'internal', message: 'a defect of Dialdesk; see the log' } };
  }
}
