// `?sample=` picks the wallet's state, `?camera=none` a device without one. The choice lasts for the tab.
import '#ui/tokens.css';
import '#ui/base.css';
import { render } from 'preact';
import { applyTheme, currentTheme } from '#ui/theme.ts';
import { applyLocale, startLocale } from '#ui/use-app-language.ts';
import type { OpenScanner } from '#ui/scanner-control.ts';
import { App } from '#wallet/app.tsx';
import { createOffer } from '#wallet/offer.ts';
import { samplePasskeys } from '../../support/sample-lock.ts';
import { createSampleWallet } from '../../support/sample-wallet.ts';
import type { SampleState } from '../../support/sample-wallet.ts';
import { ComponentBoard } from './component-board.tsx';
import { observed } from './observed.ts';

const query = new URLSearchParams(location.search);
const sample = remembered('sample', 'full') as SampleState;
const camera = remembered('camera', 'some');

const openScanner: OpenScanner = async ({ onState }) => ({
  start: async () => {
    if (camera === 'none') return { ok: false, error: { kind: 'camera_denied' } };
    onState({ phase: 'watching', torch: 'off', lensId: 'a' });
    return { ok: true };
  },
  stop: () => undefined,
  pause: () => onState({ phase: 'paused', torch: 'off', lensId: 'a' }),
  resume: () => undefined,
  scanAgain: () => undefined,
  setTorch: async () => true,
  setLens: async () => ({ ok: true }),
  lenses: async () => [
    { id: 'a', label: 'Main' },
    { id: 'b', label: 'Wide' },
  ],
});

const install = createOffer();
if (query.has('install')) install.put(() => undefined);
const update = createOffer();
if (query.has('update')) update.put(() => undefined);

applyTheme(currentTheme());
applyLocale(startLocale());
document.documentElement.dataset['app'] = query.get('app') ?? 'wallet';

render(
  location.pathname === '/board' ? (
    <ComponentBoard />
  ) : (
    <App
      environment={{
        api: observed(createSampleWallet(sample)),
        clock: {
          nowMs: () => Date.now(),
          monotonicMs: () => performance.now(),
          after: (delayMs, run) => {
            const timer = setTimeout(run, delayMs);
            return () => clearTimeout(timer);
          },
        },
        openScanner,
        inputs: {
          readImage: async () => ({ ok: false, error: { kind: 'image_without_code' } }),
          readPaste: (value) => ({ ok: true, value }),
        },
        passkeys: async () => observed(samplePasskeys),
        requestPersistence: () => undefined,
        install,
        update,
        heldUp: createOffer(),
        restart: createOffer(),
        installByHand: false,
      }}
      changes={{ subscribe: () => () => undefined }}
    />
  ),
  document.getElementById('app')!,
);

function remembered(name: string, usual: string): string {
  const chosen = query.get(name) ?? sessionStorage.getItem(name) ?? usual;
  sessionStorage.setItem(name, chosen);
  return chosen;
}
