import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright/test';
import { tone } from '../../support/tone.ts';
import { pcm16, wav } from '../../support/wav-builder.ts';
import { expect, test } from '../app.ts';
import { answerDialogs } from '../desktop.ts';
import { VoicePage } from './voice-page.ts';

test('from a picked file to the copied path by the keyboard alone', async ({ launch, userData }) => {
  const file = join(userData, 'menu.wav');
  await writeFile(
    file,
    wav(pcm16(tone(440, 88_200, 2)), { tag: 1, bits: 16, channels: 2, sampleRate: 44_100 }),
  );
  const dialdesk = await launch();
  const voice = new VoicePage(dialdesk);
  const { page, words } = voice;

  /** Goes on with Tab until something has the focus, as somebody would who cannot use a mouse. */
  const reach = async (target: Locator): Promise<void> => {
    await expect(target).toBeEnabled();
    for (
      let presses = 0;
      !(await target.evaluate((element) => element === document.activeElement));
      presses++
    ) {
      expect(presses, 'it cannot be reached by Tab').toBeLessThan(60);
      await page.keyboard.press('Tab');
    }
  };
  const press = async (target: Locator): Promise<void> => {
    await reach(target);
    await page.keyboard.press('Enter');
  };

  await press(voice.button(words.demo));
  await expect(page.getByRole('button', { name: /VDN \d+/ })).toBeVisible();
  await press(page.getByRole('navigation').getByRole('button', { name: words.screen }));
  await answerDialogs(voice.app, { open: [file] });
  await press(voice.button(words.pick));
  await expect(voice.row('menu.wav').getByText(words.points)).toBeVisible();

  await press(voice.button(words.convert));
  await expect(voice.row('menu.wav').getByText('converted to A-law')).toBeVisible();

  // the details, and back to where one was
  await press(voice.button('menu.wav'));
  await expect(page.getByRole('dialog').getByRole('slider')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(voice.button('menu.wav')).toBeFocused();

  await press(voice.button(words.upload));
  await press(voice.button(words.copyPath('menu.wav')));
  await expect
    .poll(() => dialdesk.app.evaluate(({ clipboard }) => clipboard.readText()))
    .toMatch(/^Y:\/3rdfile\/\d+\/thirdvoicebotfile\/.+\.wav$/);

  // what is under the three dots, too
  await reach(voice.button('More actions for menu.wav'));
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem').first().waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(voice.button('menu.wav')).toHaveCount(0);
});
