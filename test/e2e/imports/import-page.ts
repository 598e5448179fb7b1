import type { ElectronApplication } from 'playwright/test';
import { expect } from 'playwright/test';
import { join } from 'node:path';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import { answerDialogs } from '../desktop.ts';
import { pageObject } from '../page-object.ts';

/** The sample that comes with Dialdesk, which is offered in the window only for the demo system. */
export const sampleList = join(import.meta.dirname, '../../../assets/sample-call-list.xlsx');

/** The words of the screens, so that the same steps run in both languages. */
const words = {
  en: {
    demo: 'Start the demo system',
    newImport: 'New import',
    sample: 'Use the sample list',
    pick: 'Choose a file…',
    continueRows: /^Continue with/,
    continue: 'Continue',
    campaign: 'Campaign ID',
    trust: 'Trust this key',
    password: 'Password',
    usePassword: 'Use this password',
    send: /^Send [\d,]+ rows$/,
    taskId: 'Import task ID',
    problems: 'Problems by rule',
  },
  zh: {
    demo: '启动演示系统',
    newImport: '新建导入',
    sample: '使用示例名单',
    pick: '选择文件…',
    continueRows: /^继续（.* 行）$/,
    continue: '继续',
    campaign: '外呼活动 ID',
    trust: '信任此密钥',
    password: '密码',
    usePassword: '使用此密码',
    send: /^发送 [\d,]+ 行$/,
    taskId: '导入任务 ID',
    problems: '按规则列出的问题',
  },
} as const;

/** The import wizard as a supervisor uses it: by names and roles. */
export class ImportPage extends pageObject(words) {
  async startDemo(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.demo }).click();
    await expect(this.page.getByRole('button', { name: this.words.newImport }).first()).toBeVisible();
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.newImport }).first().click();
  }

  async takeSample(): Promise<void> {
    await this.open();
    await this.page.getByRole('button', { name: this.words.sample }).click();
    await expect(this.page.getByText(this.words.problems)).toBeVisible();
  }

  /** Chooses a file in the system's dialog, which is answered for the user. */
  async pick(app: ElectronApplication, path: string): Promise<void> {
    await answerDialogs(app, { open: [path] });
    await this.page.getByRole('button', { name: this.words.pick }).click();
  }

  async toDestination(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.continueRows }).click();
    await expect(this.page.getByLabel(this.words.campaign)).toBeVisible();
  }

  /** What the demo system's administrator would tell. */
  async hints(): Promise<{ userName: string; password: string; campaignId: string }> {
    const answer = await this.page.evaluate(() => window.dialdesk.connections.demoHints());
    if (!answer.ok || answer.value === null) throw new Error('the demo system does not run');
    return answer.value;
  }

  /** Fills in the destination with the first file server that can be reached. */
  async fillDestination(campaign: string): Promise<void> {
    await this.page.getByLabel(this.words.campaign).fill(campaign);
    await this.page
      .getByRole('radio', { name: /127\.0\.0\.1/ })
      .first()
      .check();
  }

  /** From Destination to Review, with the host key trusted and the password given. */
  async toReview(password: string): Promise<void> {
    await this.page.getByRole('button', { name: this.words.continue, exact: true }).click();
    await this.page.getByRole('button', { name: this.words.trust }).click();
    await this.page.getByRole('textbox', { name: this.words.password }).fill(password);
    await this.page.getByRole('button', { name: this.words.usePassword }).click();
    await expect(this.sendButton).toBeVisible();
  }

  /** From the list of imports to Review, with a file, a campaign, or else the first, and the first file server. */
  async fileToReview(
    app: ElectronApplication,
    path: string,
    demo: DemoSystem,
    campaign = demo.state.campaigns.keys().next().value ?? '',
  ): Promise<void> {
    await this.open();
    await this.pick(app, path);
    await this.toDestination();
    await this.fillDestination(campaign);
    await this.toReview(demo.sftp.password);
  }

  /** The whole way with the sample list. */
  async sendSample(fileName?: string): Promise<void> {
    const { campaignId, password } = await this.hints();
    await this.takeSample();
    await this.toDestination();
    await this.fillDestination(campaignId);
    if (fileName !== undefined) await this.page.getByLabel('File name').fill(fileName);
    await this.toReview(password);
    await this.send();
  }

  get sendButton() {
    return this.page.getByRole('button', { name: this.words.send });
  }

  /** Until the call centre has taken an import: what came of it, which may be read by then, is another matter. */
  async handedOver(timeout = 60_000): Promise<void> {
    await expect(this.page.getByText(this.words.taskId, { exact: true })).toBeVisible({ timeout });
  }

  async send(): Promise<void> {
    await this.sendButton.click();
    await this.handedOver();
  }
}
