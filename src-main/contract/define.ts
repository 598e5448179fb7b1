import type * as v from 'valibot';

/** Any valibot schema: what a call takes or gives, or a push carries. */
export type Schema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

/** One question the window may ask main: what goes in and what comes out. */
export interface Call<In extends Schema = Schema, Out extends Schema = Schema> {
  readonly kind: 'call';
  readonly input: In;
  readonly output: Out;
}

/** One message main sends to the window unasked. */
export interface Push<Payload extends Schema = Schema> {
  readonly kind: 'push';
  readonly payload: Payload;
}

/** Declares a call. Both ends parse with these schemas, so neither trusts the other's types. */
export function call<In extends Schema, Out extends Schema>(input: In, output: Out): Call<In, Out> {
  return { kind: 'call', input, output };
}

/** Declares a push. */
export function push<Payload extends Schema>(payload: Payload): Push<Payload> {
  return { kind: 'push', payload };
}

/** What the window passes to a call, before defaults are filled in. */
export type CallArgument<C extends Call> = v.InferInput<C['input']>;
/** What a handler receives, after parsing. */
export type CallInput<C extends Call> = v.InferOutput<C['input']>;
/** What a handler returns and the window receives. */
export type CallOutput<C extends Call> = v.InferOutput<C['output']>;
/** What a push carries. */
export type PushPayload<P extends Push> = v.InferOutput<P['payload']>;
