// Composition root of /operator/: the clock, the network and the key that its owner picks.
import { render } from 'preact';
import { createFormat } from '#i18n/format.ts';
import { directionOf, localeFromLanguages } from '#i18n/locale.ts';
import { wordLoaders } from '#i18n/topics/operator/load.ts';
import { openClient } from './operator-client.ts';
import { OperatorPage } from './operator-page.tsx';
import '#ui/tokens.css';
import '#ui/base.css';

const locale = localeFromLanguages(navigator.languages);
const { words } = await wordLoaders[locale]();
document.documentElement.lang = locale;
document.documentElement.dir = directionOf(locale);
document.title = words.title;
const deps = {
  clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
  random: { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) },
  origin: location.origin,
  fetch: globalThis.fetch.bind(globalThis),
};
render(
  <OperatorPage words={words} format={createFormat(locale)} openKey={(text) => openClient(deps, text)} />,
  document.getElementById('app')!,
);
