import type { ElectronApplication, Page } from 'playwright/test';
import { expect } from 'playwright/test';
import { answerDialogs } from '../desktop.ts';
import { pageObject } from '../page-object.ts';

const words = {
  en: {
    demo: 'Start the demo system',
    screen: 'Voice files',
    pick: 'Choose files…',
    add: 'Add files',
    convert: /^Convert \d+ to A-law$/,
    upload: /^Upload \d+ ready files?$/,
    uploaded: 'Uploaded',
    copyPath: (name: string) => `Copy the path of ${name}`,
    play: (name: string) => `Play ${name}`,
    pause: (name: string) => `Pause ${name}`,
    position: (name: string) => `Position in ${name}`,
    library: 'Library',
    backToFiles: 'Voice files',
    search: 'Search name, path, connection, hash',
    sameTitle: 'Upload the same sound again?',
    leaveOut: 'Skip',
    details: (name: string) => name,
    options: /^Conversion options/,
    done: 'Done',
    points: 'Convert first',
  },
  zh: {
    demo: '启动演示系统',
    screen: '语音文件',
    pick: '选择文件…',
    add: '添加文件',
    convert: /^转换 \d+ 个为 A 律$/,
    upload: /^上传 \d+ 个就绪文件$/,
    uploaded: '已上传',
    copyPath: (name: string) => `复制 ${name} 的路径`,
    play: (name: string) => `播放 ${name}`,
    pause: (name: string) => `暂停 ${name}`,
    position: (name: string) => `${name} 的播放位置`,
    library: '上传库',
    backToFiles: '语音文件',
    search: '搜索名称、路径、连接或 SHA-256',
    sameTitle: '再次上传同一声音？',
    leaveOut: '略过',
    details: (name: string) => name,
    options: /^转换选项/,
    done: '完成',
    points: '需先转换',
  },
} as const;

/** The voice files as a supervisor uses them: by names and roles. */
export class VoicePage extends pageObject(words) {
  readonly app: ElectronApplication;

  constructor({ app, page }: { app: ElectronApplication; page: Page }, language: 'en' | 'zh' = 'en') {
    super(page, language);
    this.app = app;
  }

  row(name: string) {
    return this.page.getByRole('row').filter({ has: this.button(name) });
  }

  /** Starts the demo system and shows the voice files. */
  async open(): Promise<void> {
    await this.button(this.words.demo).click();
    // The rail’s own line of the connection: the table of connections may be in sight for a moment too.
    await expect(this.page.getByRole('button', { name: /VDN \d+/ })).toBeVisible();
    await this.page.getByRole('navigation').getByRole('button', { name: this.words.screen }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: this.words.screen })).toBeVisible();
  }

  /** Chooses files on an empty desk. */
  async pick(...paths: string[]): Promise<void> {
    await answerDialogs(this.app, { open: paths });
    await this.button(this.words.pick).click();
  }
}
