import { clipboard, dialog, type BrowserWindow } from 'electron';
import { extname } from 'node:path';
import { m } from '../contract/messages/messages.js';
import { waveEndings } from '../contract/sound-files.ts';
import type { FilePurpose, Desktop } from '../features/app/desktop.ts';
import type { LanguageOfMain } from './language.ts';

/** The desktop's dialogs and clipboard, for the handlers. Dialogs belong to the window that is open. */
export function electronDesktop(window: () => BrowserWindow | null, language: LanguageOfMain): Desktop {
  const filters = {
    'call-list': () => [
      { name: m.shell_dialog_call_lists(), extensions: ['xlsx', 'csv', 'tsv', 'txt'] },
      { name: m.shell_dialog_all_files(), extensions: ['*'] },
    ],
    'do-not-call': () => [
      { name: m.shell_dialog_do_not_call(), extensions: ['xlsx', 'csv', 'tsv', 'txt'] },
      { name: m.shell_dialog_all_files(), extensions: ['*'] },
    ],
    voice: () => [
      { name: m.shell_dialog_voice_files(), extensions: [...waveEndings] },
      { name: m.shell_dialog_all_files(), extensions: ['*'] },
    ],
    'voice-folder': () => [],
    'download-folder': () => [],
    upload: () => [{ name: m.shell_dialog_all_files(), extensions: ['*'] }],
    'known-hosts': () => [{ name: m.shell_dialog_all_files(), extensions: ['*'] }],
    prepared: () => [{ name: m.shell_dialog_prepared(), extensions: ['dialdesk'] }],
    // private keys have no ending of their own
    'private-key': () => [{ name: m.shell_dialog_all_files(), extensions: ['*'] }],
    backup: () => [
      { name: m.shell_dialog_backups(), extensions: ['json', 'age'] },
      { name: m.shell_dialog_all_files(), extensions: ['*'] },
    ],
    certificate: () => [
      { name: m.shell_dialog_certificates(), extensions: ['pem', 'crt', 'cer'] },
      { name: m.shell_dialog_all_files(), extensions: ['*'] },
    ],
  };

  const properties: Record<FilePurpose, Electron.OpenDialogOptions['properties'] & object> = {
    'call-list': ['openFile'],
    'do-not-call': ['openFile'],
    backup: ['openFile'],
    certificate: ['openFile'],
    // they lie in ~/.ssh
    'private-key': ['openFile', 'showHiddenFiles'],
    voice: ['openFile', 'multiSelections'],
    'voice-folder': ['openDirectory'],
    'download-folder': ['openDirectory', 'createDirectory'],
    upload: ['openFile', 'multiSelections'],
    // ~/.ssh is hidden on every system
    'known-hosts': ['openFile', 'showHiddenFiles'],
    prepared: ['openFile', 'multiSelections'],
  };

  return {
    async pickFiles(purpose) {
      const owner = window();
      const options: Electron.OpenDialogOptions = {
        properties: properties[purpose],
        filters: filters[purpose](),
      };
      const picked = await (owner ? dialog.showOpenDialog(owner, options) : dialog.showOpenDialog(options));
      return picked.canceled ? [] : picked.filePaths;
    },
    async pickSavePath(proposedName) {
      const owner = window();
      const ending = extname(proposedName).slice(1);
      const options: Electron.SaveDialogOptions = {
        defaultPath: proposedName,
        ...(ending !== '' && { filters: [{ name: proposedName, extensions: [ending] }] }),
      };
      const picked = await (owner ? dialog.showSaveDialog(owner, options) : dialog.showSaveDialog(options));
      return picked.canceled || picked.filePath === '' ? null : picked.filePath;
    },
    copyText(text) {
      void clipboard.writeText(text);
    },
    language: () => language.current,
  };
}
