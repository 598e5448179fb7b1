import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright/test';
import { watchContentPolicy } from './content-policy.ts';
import { holdAnswers } from './main-process.ts';

const root = join(import.meta.dirname, '../..');

const locales = { en: 'en_US.UTF-8', zh: 'zh_CN.UTF-8' };

export interface LaunchOptions {
  /** The user-data folder, to start again where an earlier run stopped. */
  readonly userData?: string;
  /** The language of the system; English where neither is given. */
  readonly language?: 'en' | 'zh';
  /** What else the system says its language is. */
  readonly locale?: string;
  readonly args?: readonly string[];
  /** A script that main runs before the app itself. */
  readonly before?: string;
  /** Laid over the environment of the tests; undefined takes a variable away. */
  readonly env?: Readonly<NodeJS.ProcessEnv>;
}

/** A running Dialdesk in a user-data folder of its own. */
export interface Dialdesk {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  /** What the window was refused by its content policy since it began, in the browser's words. */
  readonly refused: () => readonly string[];
}

/**
 * Starts the real app in real Electron: that of node_modules, or of ELECTRON_OVERRIDE_DIST_PATH. Its path is not
 * given here, because only then does Playwright hold the app until it is connected; else it may miss the window.
 */
export async function launchDialdesk(
  options: LaunchOptions & { readonly userData: string },
): Promise<Dialdesk> {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const locale = options.locale ?? locales[options.language ?? 'en'];
  const app = await _electron.launch({
    args: [
      ...(asRoot ? ['--no-sandbox'] : []),
      ...(options.before === undefined ? [] : ['-r', options.before]),
      root,
      `--user-data-dir=${options.userData}`,
      ...(options.args ?? []),
    ],
    env: {
      ...process.env,
      // no test writes into the keychain of whoever runs it: this bus does not exist
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${options.userData}/no-bus`,
      LANG: locale,
      LANGUAGE: locale.split('.')[0] ?? '',
      LC_ALL: locale,
      ...options.env,
    },
  });
  holdAnswers(app);
  const page = await app.firstWindow();
  const refused = await watchContentPolicy(page);
  // a question about what is not kept would hold up the end of a test; closing.test.ts asks it
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBoxSync = () => 1;
  });
  // drawn, and not only open
  await page.locator('h1, h2').first().waitFor();
  return { app, page, userData: options.userData, refused };
}
