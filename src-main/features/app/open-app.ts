import type { Handlers } from '../../contract/derive.ts';
import type { Desktop } from './desktop.ts';
import { fileHandlers } from './file-handlers.ts';
import { FileTokens } from './file-tokens.ts';
import { OpenedFiles } from './opened-files.ts';
import { OverallProgress } from './overall-progress.ts';

export interface OpenApp {
  readonly tokens: FileTokens;
  readonly opened: OpenedFiles;
  readonly progress: OverallProgress;
  readonly handlers: Pick<Handlers, 'files'>;
}

/** What every feature may need of the app: files by their tokens, and one figure for all that is under way. */
export function openApp(deps: {
  readonly desktop: Desktop;
  /** The samples that come with Dialdesk. */
  readonly samples: Readonly<Record<'call-list' | 'voice', string>>;
  /** Called when there is a file to open that the desktop passed on. */
  readonly arrived: () => void;
  readonly showProgress: (share: number | null) => void;
}): OpenApp {
  const { desktop, samples } = deps;
  const tokens = new FileTokens();
  const opened = new OpenedFiles(tokens, deps.arrived);
  const progress = new OverallProgress(deps.showProgress);
  return {
    tokens,
    opened,
    progress,
    handlers: { files: fileHandlers({ tokens, opened, desktop, samples }) },
  };
}
