import { DialdeskError, type ErrorCode } from '../../src-main/contract/errors.ts';

/** An error with no more details than a test needs, whatever its code must have in the sources. */
export const failure = (
  code: ErrorCode,
  details: Readonly<Record<string, unknown>> = {},
  message: string = code,
) => DialdeskError.fromShape({ code, message, details });

/** For assert.throws and assert.rejects: a DialdeskError with this code whose details include these. */
export function dialdeskError(code: ErrorCode, details: Readonly<Record<string, unknown>> = {}) {
  return (error: unknown): true => {
    if (!(error instanceof DialdeskError)) throw error;
    const seen = Object.fromEntries(Object.keys(details).map((key) => [key, error.details?.[key]]));
    const text = (of: string, by: unknown) => `${of} ${JSON.stringify(by)}`;
    if (error.code !== code || JSON.stringify(seen) !== JSON.stringify(details)) {
      throw new Error(
        `expected ${text(code, details)}, got ${text(error.code, error.details)}: ${error.message}`,
        { cause: error },
      );
    }
    return true;
  };
}

/** The same for invalid_request: exactly these fields, each as `path rule`. */
export function invalidFields(...fields: string[]) {
  return (error: unknown): true => {
    dialdeskError('invalid_request')(error);
    const seen = ((error as DialdeskError).fields ?? []).map(({ path, rule }) => `${path} ${rule}`);
    if (seen.toSorted().join(', ') !== fields.toSorted().join(', ')) {
      throw new Error(`expected ${fields.join(', ')}, got ${seen.join(', ')}`, { cause: error });
    }
    return true;
  };
}
