import type { ElectronApplication } from 'playwright/test';

/** Chooses from the native menu, by the words that are shown now: `chooseFromMenu(app, 'File', 'New import')`. */
export async function chooseFromMenu(app: ElectronApplication, ...path: readonly string[]): Promise<void> {
  await app.evaluate(({ Menu, BrowserWindow }, labels) => {
    let items = Menu.getApplicationMenu()?.items ?? [];
    for (const [depth, label] of labels.entries()) {
      const item = items.find((candidate) => candidate.label === label);
      if (item === undefined) {
        throw new Error(`no ${label} among ${items.map((other) => other.label).join(', ')}`);
      }
      // the window is what Electron hands to a click; the types leave it out
      if (depth === labels.length - 1) {
        (item.click as unknown as (event: unknown, window: unknown) => void)(
          {},
          BrowserWindow.getAllWindows()[0],
        );
      }
      items = item.submenu?.items ?? [];
    }
  }, path);
}

/** The labels of the native menu's first level. */
export async function menuTitles(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? []);
}
