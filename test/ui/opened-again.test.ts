// What comes to a page that is open already: a second code behind the `#`, a file that was corrected meanwhile.
import { expect, test } from 'vitest';
import { words as catalogue } from '#i18n/topics/catalogue/en.ts';
import { openPage } from '../support/gallery-pages.ts';
import { showGallery } from '../support/shown-gallery.ts';

const gallery = showGallery('test/ui/gallery/vite.config.ts');

test('a second receipt opened over the first is read too, and shown alone', async () => {
  const page = await openPage(gallery, '/R?sample=full#FIRST', receiptsByAddress);
  const result = page.locator('[data-result]');
  await result.getByText('Shop FIRST').waitFor();
  await page.evaluate(() => (location.hash = 'SECOND'));
  await result.getByText('Shop SECOND').waitFor();
  // The slow one is overtaken: its answer must not come back over the newer one.
  await page.evaluate(() => (location.hash = 'SLOW'));
  await result.waitFor({ state: 'detached' });
  await page.evaluate(() => (location.hash = 'THIRD'));
  await result.getByText('Shop THIRD').waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event('say-it')));
  await page.waitForTimeout(300);
  expect(await result.innerText()).toContain('Shop THIRD');
  await page.context().close();
});

test('a receipt whose reading fails says so, and another can be scanned', async () => {
  const page = await openPage(gallery, '/R?sample=full#FIRST', () => {
    window.answers = {
      readCode: async () => {
        throw new Error('planted');
      },
    };
  });
  await page.locator('[data-refusal=internal]').waitFor();
  await page.context().close();
});

test('a second link to a programme opened over the first is read too', async () => {
  const page = await openPage(gallery, '/add?sample=full#ONE', inputsAreRefused);
  await page.getByText('ONE', { exact: true }).waitFor();
  await page.evaluate(() => (location.hash = 'TWO'));
  await page.getByText('TWO', { exact: true }).waitFor();
  await page.context().close();
});

test('a file that was corrected can be chosen again under its name', async () => {
  const page = await openPage(gallery, '/add?sample=full', inputsAreRefused);
  const picker = page.locator('input[type=file]');
  await picker.waitFor({ state: 'attached' });
  for (const content of ['#WRONG', '#MENDED']) {
    const file = { name: 'programme.json', mimeType: 'application/json', buffer: Buffer.from(content) };
    await picker.setInputFiles(file);
    await page.getByText(content.slice(1), { exact: true }).waitFor();
    // A browser sees no change in a name that it still holds.
    expect(await picker.inputValue()).toBe('');
  }
  await page.context().close();
});

test('a programme that cannot be checked says so, with the text still there', async () => {
  const page = await openPage(gallery, '/add?sample=full', () => {
    window.answers = {
      readProgrammeFile: async () => {
        throw new Error('planted');
      },
    };
  });
  await page.locator('textarea').fill('{}');
  await page.getByRole('button', { name: catalogue.check }).click();
  await page.getByRole('status').getByText('Something went wrong').waitFor();
  expect(await page.locator('textarea').inputValue()).toBe('{}');
  await page.context().close();
});

function receiptsByAddress(): void {
  window.answers = {
    readCode: async (text) => {
      const name = text.split('#')[1]!;
      if (name === 'SLOW') await new Promise((resolve) => window.addEventListener('say-it', resolve));
      return {
        ok: true,
        value: {
          kind: 'earned',
          entry: {
            id: name,
            kind: 'earned',
            atMs: 1_795_000_000_000,
            merchantName: `Shop ${name}`,
            looks: [],
            postings: [],
            state: { kind: 'saved' },
          },
        },
      };
    },
  };
}

function inputsAreRefused(): void {
  window.answers = {
    readProgrammeFile: async (input) => ({
      ok: false,
      error: { kind: 'problems', problems: [{ path: input.split('#')[1]!, found: '-', expected: '-' }] },
    }),
  };
}
