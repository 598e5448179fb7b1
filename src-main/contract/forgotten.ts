import * as v from 'valibot';

/** Whether the secrets of what was removed are gone; false where the keychain, once it answers, may have some to delete. */
export const Forgotten = v.object({ secretsGone: v.boolean() });
export type Forgotten = v.InferOutput<typeof Forgotten>;
