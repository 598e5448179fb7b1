import * as v from 'valibot';
import { DialdeskError } from '../contract/errors.ts';
import type { InterfaceName } from '../contract/result-codes.ts';
import type { Answer } from './answer.ts';

/**
 * Reads the fields of a success.
 * @throws DialdeskError bad_answer if they are not what the interface says, even read tolerantly.
 */
export function readFields<Out>(
  interfaceName: InterfaceName,
  schema: v.GenericSchema<unknown, Out>,
  answer: Answer,
): Out {
  const result = v.safeParse(schema, answer);
  if (result.success) return result.output;
  const paths = result.issues.map((issue) => v.getDotPath(issue) ?? '');
  throw new DialdeskError('bad_answer', `${interfaceName}: unexpected ${paths.join(', ')}`, {
    details: { cause: 'unexpected_fields', fields: paths },
  });
}

/**
 * Checks what is about to be sent, so that what is documented as refused never leaves.
 * @throws DialdeskError invalid_request with the fields and the rules they break.
 */
export function requireValid<Out>(schema: v.GenericSchema<unknown, Out>, input: unknown): Out {
  // One rule for each field is enough: for an empty port it is enough to say that it is empty.
  const result = v.safeParse(schema, input, { abortPipeEarly: true });
  if (result.success) return result.output;
  const fields = result.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', rule: issue.message }));
  const names = fields.map(({ path, rule }) => `${path} (${rule})`).join(', ');
  throw new DialdeskError('invalid_request', `not sent: ${names}`, { fields });
}
