// Rules that cannot be handed over: a press that does nothing says so.
import { expect, test } from 'vitest';
import { sharedEn } from '#i18n/shared/en.ts';
import { words } from '#i18n/topics/catalogue/en.ts';
import { showGallery } from '../support/shown-gallery.ts';

const gallery = showGallery('test/ui/gallery/vite.config.ts');

test.each([
  ['a file', words.saveFile, 'refused'],
  ['a link', words.copyLink, 'refused'],
  ['a file', words.saveFile, 'thrown'],
] as const)('%s that the worker did not make is said not to have worked (%s, %s)', async (_, button, how) => {
  const page = await gallery.browser.newPage({ locale: 'en', viewport: { width: 390, height: 844 } });
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.addInitScript((way) => {
    const refuse = async () => {
      if (way === 'thrown') throw new Error('planted');
      return { ok: false, error: { kind: 'programme_unknown' } };
    };
    window.answers = { shareProgramme: refuse as never };
  }, how);
  await page.goto(`${gallery.url}/catalogue/stone-oven?sample=full`);
  await page.getByRole('button', { name: button }).click();
  await page.getByText(sharedEn.failedTitle).waitFor({ timeout: 5_000 });
  expect(faults).toEqual([]);
  await page.context().close();
});
