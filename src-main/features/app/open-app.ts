import type { FileToken } from '../../contract/app.ts';
import type { Handlers, Pushes } from '../../contract/derive.ts';
import type { Desktop } from './desktop.ts';
import { deepest, mostFiles, withVoiceFolders } from './dropped-folders.ts';
import { fileHandlers } from './file-handlers.ts';
import { FileTokens } from './file-tokens.ts';
import { OpenedFiles } from './opened-files.ts';
import { OverallProgress } from './overall-progress.ts';

export interface OpenApp {
  readonly tokens: FileTokens;
  readonly opened: OpenedFiles;
  readonly progress: OverallProgress;
  /** Files that somebody chose or dropped, with the sound files of folders, become known by tokens. */
  readonly register: (paths: readonly string[]) => Promise<FileToken[]>;
  readonly handlers: Pick<Handlers, 'files'>;
}

/** What every feature may need from the app: files by token, and one overall progress figure. */
export function openApp(deps: {
  readonly desktop: Desktop;
  /** The samples that come with Dialdesk. */
  readonly samples: Readonly<Record<'call-list' | 'voice', string>>;
  readonly push: Pick<Pushes, 'files'>;
  readonly showProgress: (share: number | null) => void;
}): OpenApp {
  const { desktop, samples } = deps;
  const tokens = new FileTokens();
  const opened = new OpenedFiles(tokens, () => deps.push.files.arrived());
  const progress = new OverallProgress(deps.showProgress);
  const register = async (paths: readonly string[]): Promise<FileToken[]> => {
    const found = await withVoiceFolders(paths);
    if (found.cut) deps.push.files.folderCut({ most: mostFiles, levels: deepest });
    return tokens.register(found.paths);
  };
  return {
    tokens,
    opened,
    progress,
    register,
    handlers: { files: fileHandlers({ tokens, opened, desktop, samples, register }) },
  };
}
