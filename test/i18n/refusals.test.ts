import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LOCALES } from '#base/locale.ts';
import { isRefusalKind, REFUSAL_KINDS, refusalText } from '#i18n/refusal-kinds.ts';
import type { RefusalWords } from '#i18n/refusal-kinds.ts';
// Only the screens of devices, and of adding a till, tell these, and only they load the words.
import { words as adding } from '#i18n/topics/adding/en.ts';
import { words as notAdmitted } from '#i18n/topics/not-admitted/en.ts';
import { words as devices } from '#i18n/topics/devices/en.ts';
import { words as passkey } from '#i18n/topics/passkey/en.ts';
import { words as safety } from '#i18n/topics/safety/en.ts';
import { walletWordLoaders } from '#i18n/wallet/load.ts';

const refusalsIn = async (locale: (typeof LOCALES)[number]): Promise<RefusalWords> =>
  (await walletWordLoaders[locale]()).words.refusals;

test('the list of refusal kinds has no double', () => {
  expect(new Set(REFUSAL_KINDS).size).toBe(REFUSAL_KINDS.length);
  expect(REFUSAL_KINDS.length).toBeGreaterThan(90);
});

for (const locale of LOCALES) {
  test(`every refusal has headline, next step and customer phrase in ${locale}, and nothing more`, async () => {
    const words = await refusalsIn(locale);
    expect(Object.keys(words.texts).sort()).toEqual([...REFUSAL_KINDS].sort());
    for (const kind of REFUSAL_KINDS) {
      const { headline, next, customer } = refusalText(words, kind);
      for (const text of [headline, next, customer]) expect(text.trim(), kind).not.toBe('');
      expect(headline.length, `${kind} must be read at arm's length`).toBeLessThanOrEqual(48);
    }
  });

  test(`a refusal that this build does not know is still named in ${locale}`, async () => {
    const text = refusalText(await refusalsIn(locale), 'from_the_future');
    expect(text.next).toContain('from_the_future');
    expect(text.headline).not.toBe('');
  });

  test(`the customer's phrase in ${locale} names no technical thing`, async () => {
    const words = await refusalsIn(locale);
    for (const kind of REFUSAL_KINDS)
      expect(refusalText(words, kind).customer, kind).not.toMatch(/cbor|cose|b45|_|signature/i);
  });
}

test('a known kind gets its own words, not the fallback', async () => {
  const words = await refusalsIn('en');
  expect(refusalText(words, 'already_used_here').headline).toBe('Already used here');
  expect(refusalText(words, 'constructor').next).toContain('constructor');
});

test('whatever the code refuses with by name has words', () => {
  const named = new Map<string, string>();
  for (const path of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    if (
      !/^(protocol|sync|worker|scan|storage|server\/(push|http|enrolment|devices|recovery|db\/records))\b.*\.ts$/.test(
        path,
      )
    )
      continue;
    const text = readFileSync(`src/${path}`, 'utf8');
    for (const [, kind] of text.matchAll(/\b(?:err|refused)\(\s*(?:\{\s*kind:\s*)?'([a-z0-9_]+)'/g))
      named.set(kind!, path);
  }
  expect(named.size).toBeGreaterThan(30);
  const onScreens = { ...devices.faults, ...adding.refusals, ...notAdmitted.reasons, ...passkey.faults };
  const hasWords = (kind: string) => isRefusalKind(kind) || Object.hasOwn(onScreens, kind);
  const wordless = [...named].filter(([kind]) => !hasWords(kind) && !TOLD_OTHERWISE.has(kind));
  expect(wordless).toEqual([]);
});

// The worker translates these before any screen sees them (src/worker/shared/refusal-view.ts).
const TOLD_OTHERWISE = new Set(['unreachable', 'timeout', 'unreadable', 'refused']);

test('whatever a recovery is refused with has words on its screen', () => {
  const kinds = readdirSync('src/server/recovery', { encoding: 'utf8' })
    .filter((path) => path.startsWith('recover-'))
    .flatMap((path) => [
      ...readFileSync(`src/server/recovery/${path}`, 'utf8').matchAll(/\berr\(\{ kind: '(\w+)' \}\)/g),
    ])
    .map(([, kind]) => kind!);
  expect(kinds).toContain('too_many_devices');
  const onScreen = { ...safety.recover.faults, ...passkey.faults };
  expect(kinds.filter((kind) => !isRefusalKind(kind) && !Object.hasOwn(onScreen, kind))).toEqual([]);
});
