// How much waits to be sent, in each language's own words and numerals.
import { expect, it } from 'vitest';
import { LOCALES } from '#base/locale.ts';
import { createFormat } from '#i18n/format.ts';
import { sharedAr as ar } from '#i18n/shared/ar.ts';
import { sharedEn as en } from '#i18n/shared/en.ts';
import { sharedFa as fa } from '#i18n/shared/fa.ts';
import { sharedVi as vi } from '#i18n/shared/vi.ts';
import { sharedZh as zh } from '#i18n/shared/zh.ts';
import { unsentText } from '#ui/unsent-text.ts';

const NOW_MS = 1_795_348_800_000;
const DAY_MS = 86_400_000;
const WORDS = { en, fa, ar, zh, vi };

const textIn = (locale: keyof typeof WORDS, unsent: number, oldestUnsentMs?: number) =>
  unsentText(
    { unsent, ...(oldestUnsentMs === undefined ? {} : { oldestUnsentMs }) },
    { format: createFormat(locale), shared: WORDS[locale] },
    NOW_MS,
  );

it('says how long the oldest has waited, in every language', () => {
  expect(LOCALES.map((locale) => textIn(locale, 3, NOW_MS - 2 * DAY_MS))).toEqual([
    '3 unsent · the oldest: 2 days ago',
    '۳ ارسال‌نشده · قدیمی‌ترین: پریروز',
    '٣ لم تُرسل · الأقدم: أول أمس',
    '3 条未发送 · 最早的：前天',
    '3 chưa gửi · cũ nhất: Hôm kia',
  ]);
});

it('says nothing of an age when nothing waits or nobody knows, and never tells of the future', () => {
  expect(textIn('en', 0)).toBe('All sent');
  expect(textIn('en', 3)).toBe('3 unsent');
  expect(textIn('en', 1, NOW_MS + DAY_MS)).toBe('1 unsent · the oldest: this minute');
});
