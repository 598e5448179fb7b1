import type { Handlers } from '../contract/derive.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { FileTokens } from './file-tokens.ts';
import type { Platform } from './platform.ts';

/** Files the user picks in the system's dialog. Dropped ones come through the preload. */
export function fileHandlers(parts: {
  readonly tokens: FileTokens;
  readonly platform: Platform;
  readonly samplePath: string;
}): Handlers['files'] {
  const { tokens, platform } = parts;
  return {
    pick: async ({ purpose }) => tokens.register(await platform.pickFiles(purpose)),
    async sample() {
      const [sample] = await tokens.register([parts.samplePath]);
      if (!sample) throw new DialdeskError('not_found', 'the sample call list is missing');
      return sample;
    },
  };
}
