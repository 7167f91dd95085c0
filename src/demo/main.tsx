// Composition root of /demo/: two frames as two devices, each with a camera that sees the other's screen.
import { render } from 'preact';
import type { Locale } from '#base/locale.ts';
import { directionOf, localeFromLanguages } from '#i18n/locale.ts';
import type { DemoWords } from '#i18n/demo/en.ts';
import type { DemoStage } from '#ui/demo-link.ts';
import { createNeighbourCamera } from './neighbour-camera.ts';
import { Stage } from './stage.tsx';
import '#ui/tokens.css';
import '#ui/base.css';

const WORDS: Readonly<Record<Locale, () => Promise<DemoWords>>> = {
  en: async () => (await import('#i18n/demo/en.ts')).en,
  fa: async () => (await import('#i18n/demo/fa.ts')).fa,
  ar: async () => (await import('#i18n/demo/ar.ts')).ar,
  zh: async () => (await import('#i18n/demo/zh.ts')).zh,
  vi: async () => (await import('#i18n/demo/vi.ts')).vi,
};

const cameras = { wallet: cameraAt('cashier'), cashier: cameraAt('wallet') };
const listeners: ((cut: boolean) => void)[] = [];
let cut = false;

const stage: DemoStage = {
  cameraFor: (viewer) => cameras[viewer.name === 'cashier' ? 'cashier' : 'wallet'].stream(),
  onCut: (listener) => {
    listeners.push(listener);
    listener(cut);
  },
};
(window as Window & { tesseraDemo?: DemoStage }).tesseraDemo = stage;
await show(localeFromLanguages(navigator.languages));

async function show(locale: Locale): Promise<void> {
  const words = await WORDS[locale]();
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
  document.title = words.title;
  render(<Stage words={words} onCut={moveSwitch} />, document.getElementById('app')!);
}

function moveSwitch(next: boolean): void {
  cut = next;
  for (const listener of listeners) listener(cut);
}

function cameraAt(frame: string) {
  return createNeighbourCamera(
    () => document.querySelector<HTMLIFrameElement>(`iframe[name="${frame}"]`)?.contentDocument ?? null,
  );
}
