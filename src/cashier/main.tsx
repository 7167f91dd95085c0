// Composition root of the till's window. The first paint needs the words of one language and nothing else: the
// worker, the scanner and the service worker follow.
import { render } from 'preact';
import { connectTraining } from '#bridge/cashier-training.ts';
import { connectCashier } from '#bridge/connect-cashier.ts';
import { openChangeFeed } from '#bridge/connect-changes.ts';
import { listenToWedge } from '#scan/wedge-listener.ts';
import { wedgeProfileFrom, wedgeSettingsOf } from '#scan/wedge-calibration.ts';
import type { WedgeSettings } from '#scan/wedge.ts';
import { demoCamera, followDemoCut } from '#ui/demo-link.ts';
import { createDeviceScanning } from '#ui/device-scanning.ts';
import { applyLocale, startLocale } from '#ui/use-app-language.ts';
import { readSetting, writeSetting } from '#ui/settings.ts';
import { applyTheme, currentTheme } from '#ui/theme.ts';
import { watchPage } from '#ui/watch-page.ts';
import { endWorkerWithPage } from '#ui/worker-life.ts';
import CashierWorker from '#worker/cashier/main.ts?worker';
import TrainingWorker from '#worker/cashier/training/main.ts?worker';
import { App } from './app.tsx';
import { laterPair, laterQueue, laterShift, laterTerminal } from './later-screens.ts';
import { laterChallenge, laterPayWithPoints, laterPointsLine } from './pay/later-pay.ts';
import { laterCustomerSide } from './serve/later-customer-side.ts';
import { createFeedback } from './shell/feedback.ts';
import { laterNextStep } from './shell/later-next-step.ts';
import { isTrainingAddress } from './shell/training-address.ts';
import type { Services } from './shell/services.ts';
import { waitingUpdate } from './shell/update.ts';
import { trainingServices } from './training/training-services.ts';
import '#ui/tokens.css';
import '#ui/base.css';

document.documentElement.dataset['app'] = 'cashier';
applyTheme(currentTheme());
applyLocale(startLocale());

const inTraining = isTrainingAddress(location.search);
const worker = inTraining ? new TrainingWorker() : new CashierWorker();
endWorkerWithPage(worker);
const api = connectCashier(worker);
const clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs: number, run: () => void) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
/** How far the wall clock is from the monotonic one; the self-test looks whether that has changed. */
const apartAtStartMs = clock.nowMs() - clock.monotonicMs();
const feedback = createFeedback({
  openAudio: () => (typeof AudioContext === 'undefined' ? undefined : new AudioContext()),
  vibrate: (patternMs) => {
    // Absent on iOS; refused before the first touch.
    if ('vibrate' in navigator) navigator.vibrate([...patternMs]);
  },
  isOn: () => readSetting('sounds') !== 'off',
  remember: (on) => writeSetting('sounds', on ? 'on' : 'off'),
});

const services: Services = {
  api,
  changes: openChangeFeed(inTraining ? 'training' : 'cashier'),
  feedback,
  nowMs: clock.nowMs,
  ...createDeviceScanning({ clock, demo: demoCamera() }),
  listenToWedge: (onScan) => {
    const settings = wedgeSettings();
    return listenToWedge({ target: document, after: clock.after, onScan, settings });
  },
  openProbe: async () => {
    const { browserProbe } = await import('./doctor/browser-probe.ts');
    return browserProbe({ clock, apartAtStartMs });
  },
};
const leaveTraining = (): void => location.assign(location.pathname);
const inForce = inTraining ? trainingServices(connectTraining(worker), services, leaveTraining) : services;
render(<App services={inForce} />, document.getElementById('app')!);

// Once the first screen stands, so that a sale without a network never waits for a part of the app.
const whenIdle =
  'requestIdleCallback' in globalThis ? requestIdleCallback : (run: () => void) => setTimeout(run, 500);
whenIdle(() => {
  for (const part of [
    laterCustomerSide,
    laterNextStep,
    laterPayWithPoints,
    laterPointsLine,
    laterChallenge,
    laterPair,
    laterQueue,
    laterShift,
    laterTerminal,
  ])
    part.warm();
});

followDemoCut((cut) => void api.cutConnection(cut));
watchPage({
  onVisible: (visible) => void api.pageVisible(visible),
  onWake: () => void api.syncNow(),
});
// Never awaited: some browsers leave the question open for ever.
void navigator.storage?.persist?.();
if (import.meta.env.PROD && 'serviceWorker' in navigator) void watchForUpdates();

/** What the self-test has learnt about this counter's scanner. */
function wedgeSettings(): Partial<WedgeSettings> {
  const profile = wedgeProfileFrom(readSetting('wedge'));
  return profile === undefined ? {} : wedgeSettingsOf(profile);
}

async function watchForUpdates(): Promise<void> {
  const { Workbox } = await import('workbox-window');
  const base = import.meta.env.BASE_URL;
  const workbox = new Workbox(`${base}sw.js`, { scope: base });
  let accepted = false;
  workbox.addEventListener('waiting', () => {
    waitingUpdate.value = () => {
      accepted = true;
      waitingUpdate.value = undefined;
      workbox.messageSkipWaiting();
    };
  });
  // Another tab may have accepted: only the tab whose person asked for it reloads.
  workbox.addEventListener('controlling', () => {
    if (accepted) location.reload();
  });
  // Without a service worker the till works for as long as its page lives.
  await workbox.register().catch(() => undefined);
}
