import type { Language } from '../../contract/app.ts';

/** What files are picked for. A folder is given as its own path: for the voice files in it, or to save in. */
export type FilePurpose =
  | 'call-list'
  | 'do-not-call'
  | 'certificate'
  | 'private-key'
  | 'backup'
  | 'voice'
  | 'voice-folder'
  | 'upload'
  | 'download-folder'
  | 'known-hosts'
  | 'prepared';

/**
 * What handlers need from the desktop they run on. The shell implements it with Electron; tests have a small
 * implementation of their own, so that every handler runs in plain Node.
 */
export interface Desktop {
  /** The paths the user picked; none when the dialog was cancelled. */
  readonly pickFiles: (purpose: FilePurpose) => Promise<readonly string[]>;
  /** Where to save a file, with this name proposed; null if the dialog was cancelled. */
  readonly pickSavePath: (proposedName: string) => Promise<string | null>;
  readonly copyText: (text: string) => void;
  /** The language of words that main writes: dialogs, and the explanations in a rejects workbook. */
  readonly language: () => Language;
}
