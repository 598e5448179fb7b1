import * as v from 'valibot';
import { ErrorCode } from './error-codes.ts';
import type { AddedDetails, DetailsOf } from './error-details.ts';

export { ErrorCode, errorCodes } from './error-codes.ts';

/** One field of the input that is wrong: a dotted path and the rule it breaks. */
export const FieldIssue = v.object({ path: v.string(), rule: v.string() });
export type FieldIssue = v.InferOutput<typeof FieldIssue>;

/** An error as it crosses the bridge. `message` is for logs; users read words made from `code`. */
export const ErrorShape = v.object({
  code: ErrorCode,
  message: v.string(),
  fields: v.optional(v.array(FieldIssue)),
  details: v.optional(v.record(v.string(), v.unknown())),
});
export type ErrorShape = v.InferOutput<typeof ErrorShape>;

const signIn: ReadonlySet<number> = new Set([407, 511]);

/**
 * Whether the status of an `http_status` is that of the network in between, which says by it that it passed nothing
 * on: a proxy (RFC 9110, 15.5.8) or a network wants a sign-in first (RFC 6585, 6: not sent by the server that was
 * meant).
 */
export function wantsSignIn(details: { readonly status?: number | undefined }): boolean {
  return details.status !== undefined && signIn.has(details.status);
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorShape };

/** The details of a code; where it is one of several, what fits each of them. */
type Fitting<C extends ErrorCode> = (C extends unknown ? (details: DetailsOf[C]) => void : never) extends (
  details: infer Details,
) => void
  ? Details
  : never;

interface Always {
  readonly fields?: readonly FieldIssue[];
  readonly cause?: unknown;
}

/** What an error says besides its code and message. Without details it is only where the code lacks none. */
type More<C extends ErrorCode> =
  Partial<Fitting<C>> extends Fitting<C>
    ? [more?: Always & { readonly details?: Fitting<C> }]
    : [more: Always & { readonly details: Fitting<C> }];

/** The one error class of the project: a code of the closed list, and what a message needs, typed by the code. */
export interface DialdeskError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldIssue[] | undefined;
  /** To be read with `detailsOf`: the error may come from another version. */
  readonly details: Readonly<Record<string, unknown>> | undefined;
  /** The same error with more that its catcher knows; this one is its cause. */
  withDetails(more: AddedDetails, message?: string): DialdeskError;
  /** The error as plain data, for the bridge and for the database. Never carries the cause or the stack. */
  toShape(): ErrorShape;
}

interface DialdeskErrorClass {
  new <C extends ErrorCode>(code: C, message: string, ...more: More<C>): DialdeskError;
  readonly prototype: DialdeskError;
  /** The error that `toShape` made plain data of, on this side of whatever it crossed. */
  fromShape(shape: ErrorShape, cause?: unknown): DialdeskError;
}

class PlainError extends Error implements DialdeskError {
  override readonly name = 'DialdeskError';
  readonly code: ErrorCode;
  readonly fields: readonly FieldIssue[] | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    more: {
      readonly fields?: readonly FieldIssue[] | undefined;
      readonly details?: Readonly<Record<string, unknown>> | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.fields = more.fields;
    this.details = more.details;
  }

  static fromShape({ code, message, fields, details }: ErrorShape, cause?: unknown): DialdeskError {
    return new PlainError(code, message, { fields, details, cause });
  }

  withDetails(more: AddedDetails, message = this.message): DialdeskError {
    const { code, fields, details } = this;
    return new PlainError(code, message, { fields, details: { ...details, ...more }, cause: this });
  }

  toShape(): ErrorShape {
    return {
      code: this.code,
      message: this.message,
      ...(this.fields && { fields: [...this.fields] }),
      ...(this.details && { details: { ...this.details } }),
    };
  }
}

// The compiler cannot see that every `More` is one that the constructor takes.
export const DialdeskError = PlainError as DialdeskErrorClass;

/** A `conflict` with what the window showed, which is so no longer: nothing was done. */
export const changedMeanwhile = (message: string): DialdeskError =>
  new DialdeskError('conflict', message, { details: { reason: 'changed' } });
