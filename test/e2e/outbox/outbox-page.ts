import type { ElectronApplication, Page } from 'playwright/test';
import { expect } from 'playwright/test';
import { pageObject } from '../page-object.ts';

const words = {
  en: {
    imports: 'Imports',
    outbox: 'Outbox',
    keep: 'Keep as prepared',
    prepared: 'Prepared',
    send: 'Send',
    fillIn: 'Complete details…',
    lacks: /Still missing: call centre, campaign, file server/,
    callCentre: 'Call centre',
    save: 'Save',
    started: 'Import started',
  },
  zh: {
    imports: '导入',
    outbox: '发件箱',
    keep: '存为待发送',
    prepared: '待发送',
    send: '发送',
    fillIn: '补全信息…',
    lacks: /尚缺：呼叫中心、外呼活动、文件服务器/,
    callCentre: '呼叫中心',
    save: '保存',
    started: '导入已启动',
  },
} as const;

/** Prepared imports and the outbox as a supervisor uses them: by names and roles. */
export class OutboxPage extends pageObject(words) {
  readonly app: ElectronApplication;

  constructor({ app, page }: { app: ElectronApplication; page: Page }, language: 'en' | 'zh' = 'en') {
    super(page, language);
    this.app = app;
  }

  row(name: string) {
    return this.page.getByRole('row').filter({ has: this.button(name) });
  }

  /** Shows the list of a screen; from within it, its rail entry leads there. */
  async show(screen: 'imports' | 'outbox'): Promise<void> {
    await this.page
      .getByRole('navigation')
      .getByRole('button', { name: this.words[screen], exact: true })
      .click();
    await expect(
      this.page.getByRole('heading', { level: 1, name: this.words[screen], exact: true }),
    ).toBeVisible();
  }

  /** From a checked list to a prepared import of this name. */
  async keep(name: string): Promise<void> {
    await this.button(this.words.keep).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: this.words.keep }).click();
    await expect(this.row(name)).toBeVisible();
  }
}
