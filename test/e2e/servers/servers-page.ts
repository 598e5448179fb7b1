import type { Locator } from 'playwright/test';
import { expect } from 'playwright/test';
import { pageObject } from '../page-object.ts';

/** The words of the screen, so that the same steps run in both languages. */
const words = {
  en: {
    servers: 'File servers',
    startDemo: 'Start the demo system',
    checkNow: 'Check now',
    check: /^Check /,
    confirmKey: /^Confirm host key/,
    enterPassword: /^Enter password/,
    trust: 'Trust this key',
    password: 'Password',
    usePassword: 'Use this password',
    ready: 'Ready',
    modify: 'Modify…',
    address: 'Address',
    path: 'Default path',
    user: 'User name',
    continue: 'Continue',
    changes: 'Changes',
    send: 'Change in call centre',
    changed: 'The call centre has the new settings',
    finish: 'Back to file servers',
    search: 'Search file servers',
    notAllowed: 'Not allowed here: space  ＠',
    overview: 'Overview',
    reach: 'From this computer',
    straight: 'Final name from the start',
    halfUnderName: 'Incomplete files are visible under their final name',
    otherEnding: 'Visible, with another extension until complete',
    ending: 'Extension',
    saveReach: 'Save and check',
    reachSaved: 'Saved on this computer',
  },
  zh: {
    servers: '文件服务器',
    startDemo: '启动演示系统',
    checkNow: '立即检查',
    check: /^检查 /,
    confirmKey: /^确认主机密钥/,
    enterPassword: /^输入密码/,
    trust: '信任此密钥',
    password: '密码',
    usePassword: '使用此密码',
    ready: '就绪',
    modify: '修改…',
    address: '地址',
    path: '默认路径',
    user: '用户名',
    continue: '继续',
    changes: '更改内容',
    send: '在呼叫中心中更改',
    changed: '呼叫中心已采用新设置',
    finish: '返回文件服务器',
    search: '搜索文件服务器',
    notAllowed: '不允许使用：空格  ＠',
    overview: '概览',
    reach: '从本机访问',
    straight: '直接使用最终名称',
    halfUnderName: '最终名称下可能出现不完整的文件',
    otherEnding: '可见，完成前使用其他扩展名',
    ending: '扩展名',
    saveReach: '保存并检查',
    reachSaved: '已保存在本机',
  },
} as const;

/** The file servers as a supervisor uses them: by names and roles. */
export class ServersPage extends pageObject(words) {
  async open(): Promise<void> {
    await this.page.getByRole('navigation').getByRole('button', { name: this.words.servers }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: this.words.servers })).toBeVisible();
  }

  /** The row that holds a text: an ID, or the path. */
  row(text: string): Locator {
    return this.page.getByRole('row').filter({ hasText: text });
  }

  override button(name: string | RegExp): Locator {
    return this.page
      .getByRole('main')
      .getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) });
  }

  field(name: string): Locator {
    return this.page.getByRole('form').getByRole('textbox', { name, exact: true });
  }

  async demoPassword(): Promise<string> {
    const answer = await this.page.evaluate(() => window.dialdesk.connections.demoHints());
    if (!answer.ok || answer.value === null) throw new Error('the demo system does not run');
    return answer.value.password;
  }

  /** From a server never met to one that is ready, from its row. */
  async makeReady(row: Locator, password: string): Promise<void> {
    await row.getByRole('button', { name: this.words.check }).click();
    await row.getByRole('button', { name: this.words.confirmKey }).click();
    await this.page.getByRole('button', { name: this.words.trust }).click();
    await row.getByRole('button', { name: this.words.enterPassword }).click();
    await this.page.getByRole('dialog').getByRole('textbox', { name: this.words.password }).fill(password);
    await this.page.getByRole('button', { name: this.words.usePassword }).click();
    await expect(row.getByText(this.words.ready, { exact: true })).toBeVisible();
  }
}
