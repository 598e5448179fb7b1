import * as v from 'valibot';
import { TableWidths } from './column-widths.ts';
import { call, push } from './define.ts';

export const Language = v.picklist(['en', 'zh']);
export type Language = v.InferOutput<typeof Language>;

/** `system` follows the operating system, also when it changes while the app runs. */
export const LanguageChoice = v.picklist(['system', 'en', 'zh']);
export type LanguageChoice = v.InferOutput<typeof LanguageChoice>;

export const ThemeChoice = v.picklist(['system', 'light', 'dark']);
export type ThemeChoice = v.InferOutput<typeof ThemeChoice>;

/** Where secrets go. `session` means: kept in memory until the app is closed, and `reason` says why. */
export const VaultStatus = v.variant('kind', [
  v.object({ kind: v.literal('keychain') }),
  v.object({
    kind: v.literal('session'),
    reason: v.picklist(['keychain_unavailable', 'keychain_locked']),
  }),
]);
export type VaultStatus = v.InferOutput<typeof VaultStatus>;

/** The screens of the app; the menu can ask the window to show one. */
export const screens = [
  'imports',
  'outbox',
  'campaigns',
  'voice',
  'reservations',
  'servers',
  'connections',
  'activity',
  'settings',
] as const;
export const Screen = v.picklist(screens);
export type Screen = v.InferOutput<typeof Screen>;

/** What the administrator of this machine has set by policy, as far as the window shows it. */
export const PolicyState = v.object({
  file: v.string(),
  ownConnections: v.boolean(),
  demo: v.boolean(),
  updates: v.boolean(),
  /** Whether only some hosts may be connected to. */
  restrictsHosts: v.boolean(),
});
export type PolicyState = v.InferOutput<typeof PolicyState>;

/** What the window needs before it can draw anything. */
export const AppState = v.object({
  version: v.string(),
  platform: v.string(),
  language: Language,
  languageChoice: LanguageChoice,
  theme: ThemeChoice,
  vault: VaultStatus,
  /** The connection in use, or null where none has been made. */
  connectionId: v.nullable(v.string()),
  dataFolder: v.string(),
  logFolder: v.string(),
  /** Left out where there is no policy. */
  policy: v.optional(PolicyState),
  /** Where this start found the database damaged: the name under which it was kept in the data folder. */
  damagedDatabase: v.optional(v.string()),
});
export type AppState = v.InferOutput<typeof AppState>;

/** Commands of the native menu that the window carries out. */
export const MenuCommand = v.picklist([
  'new-import',
  'new-connection',
  'open-prepared',
  'modify-reservation',
  'save-diagnostics',
  'manual',
  'shortcuts',
  ...screens,
]);
export type MenuCommand = v.InferOutput<typeof MenuCommand>;

/** A file the user dropped or picked, as the window may know it: never its path. */
export const FileToken = v.object({
  token: v.pipe(v.string(), v.uuid()),
  name: v.string(),
  /** Bytes. */
  size: v.number(),
});
export type FileToken = v.InferOutput<typeof FileToken>;

/** What the window may ask of the app itself. */
export const app = {
  state: call(v.void(), AppState),
  setLanguage: call(LanguageChoice, AppState),
  setTheme: call(ThemeChoice, AppState),
  /** Looks for the keychain again, after the user has unlocked it. */
  retryVault: call(v.void(), AppState),
  /** What somebody made of the widths of columns, of every table and layout. */
  columnWidths: call(v.void(), v.array(TableWidths)),
  /** Keeps the widths of one table in one layout; none of them give it back as it comes. */
  setColumnWidths: call(TableWidths, v.void()),
  copyText: call(v.pipe(v.string(), v.maxLength(100_000)), v.void()),
  /** The window is drawn and takes commands from now on; what was chosen before is delivered then. */
  listening: call(v.void(), v.void()),
  changed: push(AppState),
  menuCommand: push(MenuCommand),
  /** Something outside of the window was pressed, such as a notification: show what it is about. */
  show: push(v.object({ screen: Screen, id: v.string() })),
} as const;
