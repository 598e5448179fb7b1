import { basename } from 'node:path';
import type { AppState, LanguageChoice } from '../../contract/app.ts';
import type { Handlers } from '../../contract/derive.ts';
import type { AppVault } from '../../secrets/open-vault.ts';
import type { OpenReport } from '../../store/database.ts';
import type { SettingsTable } from '../../store/settings.ts';
import type { Policy } from './policy.ts';
import type { Desktop } from './desktop.ts';
import {
  columnWidthsSetting,
  connectionSetting,
  languageSetting,
  themeSetting,
} from '../../store/app-settings.ts';

export interface AppDeps {
  readonly settings: SettingsTable;
  readonly vault: Pick<AppVault, 'status'>;
  /** Looks for the keychain again, and passes the result on to whatever is waiting for a secret. */
  readonly lookForVault: () => Promise<void>;
  /** Resolves when the keychain has answered or has had enough time. */
  readonly vaultReady: Promise<unknown>;
  readonly desktop: Desktop;
  readonly policy: Policy;
  /** Called when the window begins to listen for commands. */
  readonly listening: () => void;
  /** What happened when the database was opened. */
  readonly database: OpenReport;
  readonly version: string;
  readonly dataFolder: string;
  readonly logFolder: string;
  /** Applies a changed language or theme to the menu and the window's frame, and notifies the window. */
  readonly apply: (state: AppState) => void;
}

/** The current state of the app, which the window needs before it can draw. */
export function appStateOf(deps: Omit<AppDeps, 'apply'>): AppState {
  return {
    version: deps.version,
    platform: process.platform,
    language: deps.desktop.language(),
    languageChoice: deps.settings.get(languageSetting),
    theme: deps.settings.get(themeSetting),
    vault: deps.vault.status(),
    connectionId: deps.settings.get(connectionSetting),
    dataFolder: deps.dataFolder,
    logFolder: deps.logFolder,
    ...policyState(deps.policy),
    ...(deps.database.kind === 'damaged' && { damagedDatabase: basename(deps.database.keptAs) }),
  };
}

function policyState(policy: Policy): Pick<AppState, 'policy'> {
  const { file, ownConnections, demo, updates, restrictsHosts } = policy;
  return file === null ? {} : { policy: { file, ownConnections, demo, updates, restrictsHosts } };
}

/** Language, theme, widths of columns, clipboard, and the state of the keychain. */
export function appHandlers(deps: AppDeps): Handlers['app'] {
  const { settings, desktop, apply } = deps;
  const applied = (): AppState => {
    apply(appStateOf(deps));
    // after `apply`: only then the language in use is the chosen one
    return appStateOf(deps);
  };
  return {
    async state() {
      await deps.vaultReady;
      return appStateOf(deps);
    },
    setLanguage(choice: LanguageChoice) {
      settings.set(languageSetting, choice);
      return applied();
    },
    setTheme(theme) {
      settings.set(themeSetting, theme);
      return applied();
    },
    async retryVault() {
      await deps.lookForVault();
      return applied();
    },
    columnWidths: () => settings.get(columnWidthsSetting),
    setColumnWidths(changed) {
      const others = settings
        .get(columnWidthsSetting)
        .filter(({ table, wide }) => table !== changed.table || wide !== changed.wide);
      const none = Object.keys(changed.widths).length === 0;
      settings.set(columnWidthsSetting, none ? others : [...others, changed]);
    },
    copyText: (text) => desktop.copyText(text),
    listening: () => deps.listening(),
  };
}
