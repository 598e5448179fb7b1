import * as v from 'valibot';

/** What Dialdesk brings along of others, and on which terms. */
export const Licence = v.object({
  name: v.string(),
  version: v.string(),
  /** Its SPDX name, such as `MIT`. */
  licence: v.string(),
  text: v.string(),
});
export type Licence = v.InferOutput<typeof Licence>;
