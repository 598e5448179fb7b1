import { expect } from 'playwright/test';
import { pageObject } from '../page-object.ts';

const words = {
  en: {
    title: 'Activity',
    search: 'Search requests and answers',
    kind: 'Kind',
    outcome: 'Outcome',
    time: 'Time',
    job: 'Job',
    failed: 'Failed',
    lastHour: 'Last hour',
    importJob: 'Import',
    startImport: 'Start an import',
    uploaded: 'Upload to the file server',
    close: 'Close details',
    clear: 'Clear filters',
    none: 'No matches',
    save: 'Save as CSV…',
  },
  zh: {
    title: '操作记录',
    search: '搜索请求和应答内容',
    kind: '类别',
    outcome: '结果',
    time: '时间',
    job: '任务',
    failed: '失败',
    lastHour: '最近 1 小时',
    importJob: '导入',
    startImport: '启动导入',
    uploaded: '上传到文件服务器',
    close: '关闭详情',
    clear: '清除筛选',
    none: '没有匹配项',
    save: '另存为 CSV…',
  },
} as const;

/** The activity as a supervisor uses it. */
export class ActivityPage extends pageObject(words) {
  get grid() {
    return this.page.getByRole('grid', { name: this.words.title });
  }
  /** The rows about a subject, e.g. "Start an import". */
  rows(subject: string) {
    return this.grid.getByRole('row').filter({ has: this.page.getByText(subject, { exact: true }) });
  }
  get details() {
    const close = this.page.getByRole('button', { name: this.words.close });
    return this.page.getByRole('complementary').filter({ has: close });
  }

  async open(): Promise<void> {
    await this.page
      .getByRole('navigation')
      .getByRole('button', { name: this.words.title, exact: true })
      .click();
    await expect(this.grid).toBeVisible();
  }

  /** Chooses from one of the filters, by the words shown. */
  async choose(filter: string, choice: string): Promise<void> {
    await this.page.getByRole('combobox', { name: filter, exact: true }).selectOption({ label: choice });
  }
}
