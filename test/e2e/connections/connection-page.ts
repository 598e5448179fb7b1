import type { Locator, Page } from 'playwright/test';
import { expect } from 'playwright/test';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';

/** What the form of a connection asks for. What is left out stays as it is. */
export interface FilledConnection {
  readonly name?: string;
  readonly vdnId?: number;
  readonly isales?: ServiceAt;
  readonly ccfs?: ServiceAt;
  readonly accessKey?: string;
  readonly secretKey?: string;
}

interface ServiceAt {
  readonly host: string;
  readonly port: number;
}

/** The connections screen as a supervisor uses it. */
export class ConnectionPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** From the welcome screen to an empty form. */
  async begin(): Promise<void> {
    await this.page.getByRole('button', { name: 'Set up a connection' }).click();
    await expect(this.form).toBeVisible();
  }

  /** From the welcome screen to a form with all that has to be filled in. */
  async beginFilled(): Promise<void> {
    await this.begin();
    await this.fill({
      name: 'Shenzhen',
      vdnId: 53,
      isales: { host: 'isales.cn-south-1.example.com', port: 28050 },
      ccfs: { host: 'ccfs.example.com', port: 28443 },
      accessKey: 'AK1',
      secretKey: 'never-to-be-seen-51c2',
    });
  }

  /** From the welcome screen to a saved connection to a demo system, whose certificate is trusted. */
  async connectTo({ vdnId, isales, ccfs, accessKey, secretKey }: DemoSystem): Promise<void> {
    await this.begin();
    await this.fill({ name: 'Shenzhen', vdnId, isales, ccfs, accessKey, secretKey });
    await this.test();
    await this.result('CC-iSales').getByRole('button', { name: 'Trust this certificate' }).click();
    await this.save();
    await expect(this.page.getByText('Shenzhen saved')).toBeVisible();
  }

  async fill(filled: FilledConnection): Promise<void> {
    const fields: readonly [string, string | number | undefined][] = [
      ['Name', filled.name],
      ['VDN ID', filled.vdnId],
      ['CC-iSales host', filled.isales?.host],
      ['CC-iSales port', filled.isales?.port],
      ['CC-FS host', filled.ccfs?.host],
      ['CC-FS port', filled.ccfs?.port],
      ['Access key (AK)', filled.accessKey],
      ['Secret key (SK)', filled.secretKey],
    ];
    for (const [label, value] of fields) {
      if (value !== undefined) await this.field(label).fill(String(value));
    }
  }

  /** Tries what the form says, and waits for the answers. */
  async test(): Promise<void> {
    const button = this.panel.getByRole('button', { name: /^Test (connection|again)$/ });
    await button.click();
    await expect(this.panel.getByRole('progressbar')).toBeHidden({ timeout: 120_000 });
    await expect(this.result('CC-iSales')).toBeVisible();
  }

  async save(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save connection' }).click();
  }

  /** Chooses from the menu of a connection in the list. */
  async choose(connection: string, action: 'Edit' | 'Duplicate' | 'Delete'): Promise<void> {
    await this.page.getByRole('button', { name: `More actions for ${connection}` }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  get form(): Locator {
    return this.page.getByRole('form');
  }

  get panel(): Locator {
    return this.page.getByRole('complementary', { name: 'Test connection' });
  }

  field(label: string): Locator {
    return this.form.getByRole('textbox', { name: label, exact: true });
  }

  /** How a service answered the last test. */
  result(service: 'CC-iSales' | 'CC-FS'): Locator {
    return this.panel.getByRole('region', { name: service });
  }
}
