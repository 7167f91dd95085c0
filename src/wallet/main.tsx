// The wallet's composition root: the only place here that makes clocks, timers, workers and channels.
import '#ui/tokens.css';
import '#ui/base.css';
import { render } from 'preact';
import { openChangeFeed } from '#bridge/connect-changes.ts';
import { connectWallet } from '#bridge/connect-wallet.ts';
import { demoCamera, followDemoCut } from '#ui/demo-link.ts';
import { createDeviceScanning } from '#ui/device-scanning.ts';
import { applyTheme, currentTheme } from '#ui/theme.ts';
import { applyLocale, startLocale } from '#ui/use-app-language.ts';
import { watchPage } from '#ui/watch-page.ts';
import { endWorkerWithPage, leavePage } from '#ui/worker-life.ts';
import WalletWorker from '#worker/wallet/main.ts?worker';
import { App } from './app.tsx';
import type { TimerClock, WalletEnvironment } from './environment.ts';
import { installsByHand, watchInstallation } from './installation.ts';
import { createOffer } from './offer.ts';
import { Shell } from './shell.tsx';

const clock: TimerClock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

const root = document.getElementById('app');
if (root === null) throw new Error('bug: index.html has no #app');

document.documentElement.dataset['app'] = 'wallet';
applyTheme(currentTheme());
applyLocale(startLocale());
const install = createOffer();
watchInstallation(install);
render(<Shell />, root);
afterPaint(() => start(root));

function start(place: HTMLElement): void {
  const worker = new WalletWorker();
  endWorkerWithPage(worker);
  const restart = createOffer();
  worker.addEventListener('error', () => restart.put(() => location.reload()));
  const api = connectWallet(worker);
  const update = createOffer();
  const heldUp = createOffer();
  const startAnew = (): void => void leavePage(api, () => location.reload());
  followDemoCut((cut) => void api.cutConnection(cut));
  let onShown: () => Promise<void> = async () => undefined;
  watchPage({
    onVisible: (visible) => {
      void api.pageVisible(visible);
      if (visible) void onShown();
    },
    onWake: () => void api.lineBack(),
  });
  const environment: WalletEnvironment = {
    api,
    clock,
    ...createDeviceScanning({ clock, demo: demoCamera() }),
    passkeys: () => import('./passkey/platform.ts').then(({ passkeyPlatform }) => passkeyPlatform),
    // Never awaited: some browsers leave it pending on a question to the person.
    requestPersistence: () => void navigator.storage?.persist?.(),
    install,
    update,
    heldUp,
    restart,
    installByHand: installsByHand(),
  };
  const changes = openChangeFeed('wallet');
  render(<App environment={environment} changes={changes} />, place);
  clock.after(FIRST_SCREEN_MS, () => {
    void import('#ui/keep-app.ts').then(({ keepApp }) =>
      keepApp({
        offer: update.put,
        reload: startAnew,
        after: clock.after,
        worker,
        heldUp: (held) => heldUp.put(held ? startAnew : undefined),
      }),
    );
    void import('./badge.ts').then(({ keepBadge }) => {
      onShown = keepBadge({ api, changes, place: navigator, clock });
    });
  });
}

/** By then the first screen stands; precaching must not compete with it. */
const FIRST_SCREEN_MS = 1_500;

/** Two frames: the first may still be the one that paints. */
function afterPaint(run: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(run));
}
