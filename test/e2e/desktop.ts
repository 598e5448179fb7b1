import type { ElectronApplication, Page } from 'playwright/test';

/** What a system's dialog answers; what is left out keeps its last answer. */
export interface DialogAnswers {
  /** The files or folders that are chosen. */
  readonly open?: readonly string[];
  /** Where something is saved. */
  readonly save?: string;
}

/** What the system's file dialogs answer from now on: no test can press their buttons. */
export async function answerDialogs(app: ElectronApplication, { open, save }: DialogAnswers): Promise<void> {
  await app.evaluate(
    ({ dialog }, answer) => {
      const { open: filePaths, save: filePath } = answer;
      if (filePaths) {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] });
      }
      if (filePath !== undefined) {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }
    },
    { open, save },
  );
}

/** Drops files or folders on the middle of the window, as the desktop does. */
export async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', {
      type,
      x: 600,
      y: 400,
      data: { items: [], files: [...files], dragOperationsMask: 1 },
    });
  }
  await session.detach();
}
