import type { FileToken } from '../../contract/app.ts';
import type { Handlers } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { FileTokens } from './file-tokens.ts';
import type { OpenedFiles } from './opened-files.ts';
import type { Desktop } from './desktop.ts';

/** Files the user picks in the system's dialog. Of dropped ones, the preload sends the paths. */
export function fileHandlers(deps: {
  readonly tokens: FileTokens;
  readonly desktop: Desktop;
  readonly opened: OpenedFiles;
  /** The samples that come with Dialdesk. */
  readonly samples: Readonly<Record<'call-list' | 'voice', string>>;
  readonly register: (paths: readonly string[]) => Promise<FileToken[]>;
}): Handlers['files'] {
  const { tokens, desktop, opened, register } = deps;
  return {
    toOpen: () => opened.take(),
    pick: async ({ purpose }) => register(await desktop.pickFiles(purpose)),
    async sample(purpose) {
      const [sample] = await tokens.register([deps.samples[purpose]]);
      if (!sample) throw new DialdeskError('not_found', 'the sample is missing');
      return sample;
    },
  };
}
