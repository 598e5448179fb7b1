import type { Handlers } from '../contract/derive.ts';
import type { FileTokens } from './file-tokens.ts';
import type { Platform } from './platform.ts';

/** Files the user picks in the system's dialog. Dropped ones come through the preload. */
export function fileHandlers(tokens: FileTokens, platform: Platform): Handlers['files'] {
  return { pick: async ({ purpose }) => tokens.register(await platform.pickFiles(purpose)) };
}
