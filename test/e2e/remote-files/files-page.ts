import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from 'playwright/test';
import { expect } from 'playwright/test';
import { makeHostKey } from '../../../src-main/demo/sftp-server.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { connectionToDemo } from '../../support/dialdesk.ts';
import { startScriptedServer, type Script, type ScriptedServer } from '../../support/scripted-sftp.ts';
import { freePort } from '../../support/sshd.ts';
import type { Fixtures } from '../app.ts';
import type { LaunchOptions } from '../launch.ts';
import { pageObject } from '../page-object.ts';

const words = {
  en: {
    servers: 'File servers',
    filesTab: 'Files',
    trust: 'Trust this key',
    password: 'Password',
    usePassword: 'Use this password',
    list: 'Files and folders',
    upload: 'Upload…',
    download: 'Download…',
    rename: 'Rename…',
    delete: 'Delete…',
    newFolder: 'New folder…',
    newFolderName: 'Name of the folder',
    create: 'Create',
    newName: 'New name',
    renameAction: 'Rename',
    deleteAction: 'Delete',
    replaceTitle: 'Replace the file on the server?',
    replace: 'Replace',
    cancel: 'Cancel',
    transfers: 'Current transfers',
    done: /^Done/,
    finished: /^Finished \(/,
    bandwidth: 'Bandwidth',
    hostKeys: 'Host keys',
    import: 'Import known_hosts…',
    export: 'Export…',
    forget: /^Remove ssh-ed25519 of/,
    forgetAction: 'Remove',
    added: '1 key is now trusted.',
    noKeys: 'No trusted servers yet',
  },
  zh: {
    servers: '文件服务器',
    filesTab: '文件',
    trust: '信任此密钥',
    password: '密码',
    usePassword: '使用此密码',
    list: '文件和文件夹',
    upload: '上传…',
    download: '下载…',
    rename: '重命名…',
    delete: '删除…',
    newFolder: '新建文件夹…',
    newFolderName: '文件夹名称',
    create: '创建',
    newName: '新名称',
    renameAction: '重命名',
    deleteAction: '删除',
    replaceTitle: '替换服务器上的 1 个文件？',
    replace: '替换 1 个文件',
    cancel: '取消',
    transfers: '正在传输的文件',
    done: /^完成/,
    finished: /^已完成（/,
    bandwidth: '带宽',
    hostKeys: '主机密钥',
    import: '导入 known_hosts…',
    export: '导出…',
    forget: /^移除 .* 的 ssh-ed25519$/,
    forgetAction: '移除',
    added: '新信任 1 个密钥。',
    noKeys: '尚未信任任何服务器',
  },
} as const;

/** The folders of one file server as a supervisor uses them: by names and roles. */
export class FilesPage extends pageObject(words) {
  readonly app: ElectronApplication;
  /** Where the server's default path really is. */
  readonly files: string;
  readonly script: Script;
  readonly server: ScriptedServer;

  private constructor(
    { app, page }: { app: ElectronApplication; page: Page },
    language: 'en' | 'zh',
    there: { files: string; script: Script; server: ScriptedServer },
  ) {
    super(page, language);
    this.app = app;
    this.files = there.files;
    this.script = there.script;
    this.server = there.server;
  }

  /** Dialdesk with a call centre whose first file server is ours, at the list of file servers. */
  static async open(
    { launch, cleanUp, userData }: Pick<Fixtures, 'launch' | 'cleanUp' | 'userData'>,
    language: 'en' | 'zh' = 'en',
    options: LaunchOptions = {},
  ): Promise<FilesPage> {
    const demo = await demoSystem(cleanUp);
    const files = join(userData, 'server-files');
    await mkdir(files, { recursive: true });
    const script: Script = { password: 'right' };
    const port = await freePort();
    const server = await startScriptedServer(script, { hostKey: makeHostKey(), port });
    cleanUp.after(() => server.close().catch(() => undefined));
    const [first] = demo.state.servers.values();
    if (first === undefined) throw new Error('the demo system has no file server');
    Object.assign(first, { ip: '127.0.0.1', port: String(port), filePath: files, userName: 'ours' });
    const dialdesk = await launch({
      language,
      ...options,
    });
    const made = { settings: connectionToDemo(demo), secretKey: demo.secretKey };
    await dialdesk.page.evaluate(async (connection) => {
      const answer = await window.dialdesk.connections.create(connection);
      if (answer.ok) await window.dialdesk.connections.use({ id: answer.value.id });
    }, made);
    const shown = new FilesPage(dialdesk, language, { files, script, server });
    await shown.page
      .getByRole('navigation')
      .getByRole('button', { name: shown.words.servers, exact: true })
      .click();
    return shown;
  }

  get grid(): Locator {
    return this.page.getByRole('grid', { name: this.words.list });
  }
  row(name: string): Locator {
    return this.grid.getByRole('row').filter({ has: this.page.getByText(name, { exact: true }) });
  }
  /** Lines of the transfers. */
  transfer(name: string): Locator {
    return this.page
      .getByRole('list', { name: this.words.transfers })
      .getByRole('listitem')
      .filter({
        has: this.page.getByText(name, { exact: true }),
      });
  }
  /** Lists the transfers that are finished as well, once there is one. */
  async showFinished(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.finished }).click();
  }
  get dialog(): Locator {
    return this.page.getByRole('dialog').or(this.page.getByRole('alertdialog'));
  }

  /** Opens our server's files and answers what the server wants answered. */
  async openFiles(): Promise<void> {
    await this.page.getByRole('button', { name: `127.0.0.1:${this.server.port}`, exact: true }).click();
    await this.page.getByRole('tab', { name: this.words.filesTab, exact: true }).click();
    await this.button(this.words.trust).click();
    await this.dialog.getByRole('textbox', { name: this.words.password }).fill('right');
    await this.button(this.words.usePassword).click();
    await expect(this.grid).toBeVisible();
  }
}
