import type { ErrorCode } from '../../../src-main/contract/error-codes.ts';
import { expect, test } from '../app.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';
import { OutboxPage } from './outbox-page.ts';
import { plant } from './plant.ts';

const question = (code: ErrorCode, details: Readonly<Record<string, unknown>>) => ({
  state: 'waiting' as const,
  waitingFor: { kind: 'decision' as const, code, details, retryAt: null },
});

const passed = Date.UTC(2026, 4, 6, 10, 30);
const jobs = [
  {
    name: 'Elsewhere',
    ...question('call_centre_changed', {
      before: 'isales.example.com:28050, VDN 17',
      after: 'isales-test.example.com:28050, VDN 4',
    }),
  },
  {
    name: 'Late',
    ...question('start_passed', { hour: 18, minute: 30, at: passed, zone: 'Asia/Shanghai', zoneKnown: true }),
  },
  {
    name: 'Left',
    state: 'cancelled' as const,
    error: {
      code: 'cancelled' as const,
      message: 'stays',
      details: { left: '/home/sftp/isales/.leads.xlsx.dialdesk-part' },
    },
  },
];

for (const language of ['en', 'zh'] as const) {
  test(`what is asked before an import goes elsewhere, or late, and what one left (${language})`, async ({
    launch,
    userData,
  }, info) => {
    plant(userData, jobs);
    const dialdesk = await launch({ language });
    const { page } = dialdesk;
    const outbox = new OutboxPage(dialdesk, language);
    const seen = {
      Elsewhere: 'isales-test.example.com:28050, VDN 4',
      Late: '18:30',
      Left: '/home/sftp/isales/.leads.xlsx.dialdesk-part',
    };
    for (const [name, words] of Object.entries(seen)) {
      await outbox.show('imports');
      await outbox.button(name).click();
      await expect(page.getByText(words).first()).toBeVisible();
      await expectAccessibleInBothThemes(page, name);
      await info.attach(name, { body: await page.screenshot(), contentType: 'image/png' });
    }
  });
}
