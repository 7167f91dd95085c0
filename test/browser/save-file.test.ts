import { afterEach, expect, it, vi } from 'vitest';
import { saveFile } from '#ui/save-file.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it('a file that is saved can be fetched for a while after the click, and not for ever', async () => {
  const clicked: HTMLAnchorElement[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function take(this: HTMLAnchorElement) {
    clicked.push(this);
  });
  const later: { readonly run: () => void; readonly ms: number }[] = [];
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, ms: number) =>
    later.push({ run, ms })) as never);
  saveFile('report.csv', 'a,b', 'text/csv');
  const [link] = clicked as [HTMLAnchorElement];
  expect([link.download, link.isConnected]).toEqual(['report.csv', false]);
  // Safari fetches it in a task of its own.
  const file = await fetch(link.href);
  expect([await file.text(), file.headers.get('content-type')]).toEqual(['a,b', 'text/csv']);
  const [ending] = later.filter(({ ms }) => ms >= 10_000);
  ending!.run();
  await expect(fetch(link.href)).rejects.toThrow();
});
