import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pcm16, silence, wav } from '../../support/wav-builder.ts';
import { tone } from '../../support/tone.ts';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { answerDialogs, dropFiles } from '../desktop.ts';
import { VoicePage } from './voice-page.ts';

/** Files as a studio sends them, in a folder of the test's own. */
async function studio(folder: string) {
  const at = join(folder, 'studio');
  await mkdir(join(at, 'zh'), { recursive: true });
  const files = {
    ready: join(at, 'welcome.wav'),
    studio: join(at, 'menu.wav'),
    deeper: join(at, 'zh', 'menu-zh.wav'),
    mp3: join(at, 'holiday.wav'),
    copy: join(folder, 'copy.wav'),
  };
  const stereo = (frequency: number) =>
    wav(pcm16(tone(frequency, 88_200, 3)), { tag: 1, bits: 16, channels: 2, sampleRate: 44_100 });
  await writeFile(files.ready, wav(silence(40_000)));
  await writeFile(files.copy, wav(silence(40_000)));
  await writeFile(files.studio, stereo(440));
  await writeFile(files.deeper, stereo(880));
  await writeFile(files.mp3, await readFile(join(import.meta.dirname, '../../fixtures/voice/mp3.wav')));
  return { folder: at, ...files };
}

for (const language of ['en', 'zh'] as const) {
  test(`from the studio to the path an IVR flow needs (${language})`, async ({ launch, userData }) => {
    const files = await studio(userData);
    const dialdesk = await launch({ language });
    const voice = new VoicePage(dialdesk, language);
    const { page, words } = voice;
    await voice.open();
    await expectAccessible(page, 'no files yet');

    await voice.pick(files.ready, files.studio, files.mp3);
    await expect(voice.row('menu.wav').getByText(words.points)).toBeVisible();
    await expect(voice.row('holiday.wav').getByText(/MP3/)).toBeVisible();
    await expectAccessible(page, 'dropped');

    const original = await readFile(files.studio);
    await voice.button(words.convert).click();
    await expect(voice.row('menu.wav').getByRole('radio')).toHaveCount(2);
    expect(await readFile(files.studio)).toEqual(original);
    await voice.button('menu.wav').click();
    await expect(page.getByRole('dialog').getByRole('slider')).toHaveCount(2);
    await expectAccessible(page, 'details');
    await page.keyboard.press('Escape');
    await voice.button(words.options).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, 'options');
    await voice.button(words.done).click();

    await voice.button(words.upload).click();
    for (const name of ['welcome.wav', 'menu.wav']) {
      await expect(voice.row(name).getByText(words.uploaded, { exact: true })).toBeVisible();
    }
    await expectAccessible(page, 'uploaded');
    await voice.button(words.copyPath('menu.wav')).click();
    await expect
      .poll(() => dialdesk.app.evaluate(({ clipboard }) => clipboard.readText()))
      .toMatch(/^Y:\/3rdfile\/\d+\/thirdvoicebotfile\/.+\.wav$/);

    await voice.button(words.library).click();
    await expect(page.getByRole('gridcell', { name: 'menu.wav', exact: true })).toBeVisible();
    await expectAccessible(page, 'library');
    await page.getByRole('searchbox', { name: words.search }).fill('WELCOME');
    await expect(page.getByRole('gridcell', { name: 'menu.wav', exact: true })).toBeHidden();
    await expect(page.getByRole('gridcell', { name: 'welcome.wav', exact: true })).toBeVisible();
    await page.getByRole('main').getByRole('button', { name: words.backToFiles }).click();

    await dropFiles(page, [files.copy]);
    await voice.button(words.upload).click();
    await expect(page.getByRole('alertdialog').or(page.getByRole('dialog'))).toContainText(words.sameTitle);
    await expectAccessible(page, 'the same sound');
    await voice.button(words.leaveOut).click();
    await expect(voice.row('copy.wav').getByText(words.uploaded, { exact: true })).toBeHidden();
    await expect(voice.button(words.upload)).toBeEnabled();
  });
}

test('a dropped folder brings its voice files; a call list goes to the imports', async ({
  launch,
  userData,
}) => {
  const files = await studio(userData);
  const voice = new VoicePage(await launch());
  await voice.open();
  await dropFiles(voice.page, [files.folder]);
  for (const name of ['welcome.wav', 'menu.wav', 'menu-zh.wav', 'holiday.wav']) {
    await expect(voice.button(name)).toBeVisible();
  }
  await dropFiles(voice.page, [join(import.meta.dirname, '../../../assets/sample-call-list.xlsx')]);
  await expect(voice.page.getByRole('heading', { level: 1, name: 'sample-call-list' })).toBeVisible();
  await expect(voice.page.getByText('.xlsx · ')).toBeVisible();
  await expect(voice.page.getByRole('heading', { level: 1, name: 'Voice files' })).toBeHidden();
});

test('plays by the keyboard, shows where it is, and seeks', async ({ launch, userData }) => {
  const files = await studio(userData);
  const voice = new VoicePage(await launch());
  const { page, words } = voice;
  await voice.open();
  await voice.pick(files.ready);
  const wave = page.getByRole('slider', { name: words.position('welcome.wav') });
  const position = async (): Promise<number> => Number(await wave.getAttribute('aria-valuenow'));

  await voice.button(words.play('welcome.wav')).focus();
  await page.keyboard.press('Space');
  await expect(voice.button(words.pause('welcome.wav'))).toBeVisible();
  await expect.poll(position).toBeGreaterThan(0.2);
  await page.keyboard.press('Space');
  await expect(voice.button(words.play('welcome.wav'))).toBeVisible();

  await page.keyboard.press('Tab'); // the name
  await page.keyboard.press('Tab');
  await expect(wave).toBeFocused();
  await page.keyboard.press('Home');
  expect(await position()).toBe(0);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(position).toBe(2);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(position).toBe(1);
  await page.keyboard.press('Space');
  await expect(voice.button(words.pause('welcome.wav'))).toBeVisible();
  await expect.poll(position).toBeGreaterThan(1.2);
});

test('the result is kept and saved; a failure is told in words', async ({ launch, userData }) => {
  const files = await studio(userData);
  const voice = new VoicePage(await launch());
  const { page, words } = voice;
  await voice.open();
  await voice.pick(files.studio);
  await voice.button(words.convert).click();
  await expect(voice.row('menu.wav').getByText('converted to A-law')).toBeVisible();

  const saved = join(userData, 'saved.wav');
  await answerDialogs(voice.app, { save: saved });
  await voice.button('menu.wav').click();
  await voice.button('Save converted file…').click();
  await expect(page.getByText('Saved as saved.wav')).toBeVisible();
  expect((await readFile(saved)).readUInt16LE(20)).toBe(6);

  await answerDialogs(voice.app, { save: files.studio });
  await voice.button('Save converted file…').click();
  await expect(
    page.getByText('This is the original, which is never changed.', { exact: false }),
  ).toBeVisible();
  expect((await readFile(files.studio)).readUInt32LE(24)).toBe(44_100);
});
