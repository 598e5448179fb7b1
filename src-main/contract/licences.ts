import * as v from 'valibot';
import { call } from './define.ts';

/** What Dialdesk brings along of others, and on which terms. */
export const Licence = v.object({
  name: v.string(),
  version: v.string(),
  /** Its SPDX name, such as `MIT`. */
  licence: v.string(),
  text: v.string(),
});
export type Licence = v.InferOutput<typeof Licence>;

/** Licences of what is built in. */
export const licences = {
  list: call(v.void(), v.array(Licence)),
  /** In the desktop's browser: they are too many for the window. */
  showChromium: call(v.void(), v.void()),
} as const;
