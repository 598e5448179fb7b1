/**
 * Everything that may cross between the window and main, as one runtime object. Main's handlers, the
 * preload, the window's client and the test helpers are derived from it, so a missing end does not compile.
 */
import * as v from 'valibot';
import { AppState, FileToken, LanguageChoice, MenuCommand, ThemeChoice } from './app.ts';
import { ConnectionTest } from './connection-test.ts';
import { Connection, ConnectionId, ConnectionSettings, TlsTrust } from './connections.ts';
import { call, push } from './define.ts';

const Id = v.object({ id: ConnectionId });
/** The secret key on its way in. It never comes out again. */
const SecretKey = v.pipe(v.string(), v.nonEmpty('required'), v.maxLength(1024, 'too_long'));

export const contract = {
  app: {
    state: call(v.void(), AppState),
    setLanguage: call(LanguageChoice, AppState),
    setTheme: call(ThemeChoice, AppState),
    /** Looks for the keychain again, after the user has unlocked it. */
    retryVault: call(v.void(), AppState),
    copyText: call(v.pipe(v.string(), v.maxLength(100_000)), v.void()),
    changed: push(AppState),
    menuCommand: push(MenuCommand),
  },
  connections: {
    list: call(v.void(), v.array(Connection)),
    create: call(v.object({ settings: ConnectionSettings, secretKey: SecretKey }), Connection),
    update: call(
      v.object({
        id: ConnectionId,
        settings: ConnectionSettings,
        /** Left out: the saved one stays. */
        secretKey: v.optional(SecretKey),
      }),
      Connection,
    ),
    duplicate: call(v.object({ id: ConnectionId, name: v.string() }), Connection),
    remove: call(Id, v.void()),
    use: call(Id, AppState),
    /**
     * Tries settings that need not be saved. Without a secret key, the saved one of `id` is used.
     */
    test: call(
      v.object({
        id: v.optional(ConnectionId),
        settings: ConnectionSettings,
        secretKey: v.optional(SecretKey),
      }),
      ConnectionTest,
    ),
    /** Lets the user pick a PEM file of certificates; null when the dialog was cancelled. */
    pickCaFile: call(v.void(), v.nullable(TlsTrust)),
    /** Starts the demo system, if it is not running, and makes its connection the one in use. */
    startDemo: call(v.void(), Connection),
    changed: push(v.array(Connection)),
  },
  files: {
    /** Opens the system's dialog; an empty list when it was cancelled. */
    pick: call(v.object({ purpose: v.picklist(['call-list']) }), v.array(FileToken)),
  },
} as const;

export type Contract = typeof contract;
