// Composition root of the till's window. The first paint needs the words of one language and nothing else: the
// worker, the scanner and the service worker follow.
import { render } from 'preact';
import { connectCashier } from '#bridge/connect-cashier.ts';
import { openChangeFeed } from '#bridge/connect-changes.ts';
import { demoCamera, followDemoCut } from '#ui/demo-link.ts';
import { createDeviceScanning } from '#ui/device-scanning.ts';
import { laterPasteSheet } from '#ui/later-paste-sheet.ts';
import { loadOnce } from '#ui/load-part.ts';
import { applyLocale, startLocale } from '#ui/use-app-language.ts';
import { readSetting, writeSetting } from '#ui/settings.ts';
import { applyTheme, currentTheme } from '#ui/theme.ts';
import { watchPage } from '#ui/watch-page.ts';
import { endWorkerWithPage, leavePage } from '#ui/worker-life.ts';
import CashierWorker from '#worker/cashier/main.ts?worker';
import TrainingWorker from '#worker/cashier/training/main.ts?worker';
import { App } from './app.tsx';
import { laterPair, laterQueue, laterShift, laterTerminal } from './later-screens.ts';
import { laterChallenge, laterPayWithPoints, laterPointsLine } from './pay/later-pay.ts';
import { laterCustomerSides } from './serve/later-customer-sides.ts';
import { laterResultPanel } from './serve/later-result-panel.ts';
import { laterFeedback } from './shell/later-feedback.ts';
import { listenOnceLoaded } from './shell/listen-once-loaded.ts';
import { laterNextStep } from './shell/later-next-step.ts';
import { isTrainingAddress } from './shell/training-address.ts';
import type { Services } from './shell/services.ts';
import { databaseHeldUp, restart, waitingUpdate } from './shell/update.ts';
import '#ui/tokens.css';
import '#ui/base.css';

document.documentElement.dataset['app'] = 'cashier';
applyTheme(currentTheme());
applyLocale(startLocale());

const inTraining = isTrainingAddress(location.search);
const worker = inTraining ? new TrainingWorker() : new CashierWorker();
endWorkerWithPage(worker);
worker.addEventListener('error', () => void (restart.value = () => location.reload()));
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
const feedback = laterFeedback({
  openAudio: () => (typeof AudioContext === 'undefined' ? undefined : new AudioContext()),
  // Absent on iOS; refused before the first touch.
  vibrate: (patternMs) => void navigator.vibrate?.([...patternMs]),
  isOn: () => readSetting('sounds') !== 'off',
  remember: (on) => writeSetting('sounds', on ? 'on' : 'off'),
});

/** On its way at once, but no part of the first load: nobody scans before there is a screen. */
const scannerInput = loadOnce(
  () => import('./shell/wedge-input.ts'),
  ({ createScannerInput }) =>
    createScannerInput({ target: document, ...clock, onUntaken: () => feedback.play('attention') }),
);
const listenToWedge: Services['listenToWedge'] = (onScan, onBegin) =>
  listenOnceLoaded(scannerInput, clock.after, (input) => input.listen(onScan, onBegin));
// Also where nobody waits for a code what the scanner types must be kept from fields and buttons.
listenOnceLoaded(scannerInput, clock.after, () => () => undefined);

const services: Services = {
  api,
  changes: openChangeFeed(inTraining ? 'training' : 'cashier'),
  feedback,
  nowMs: clock.nowMs,
  leaveFor: (address) => void leavePage(api, () => location.assign(address)),
  ...createDeviceScanning({ clock, demo: demoCamera() }),
  listenToWedge,
  openProbe: async () => {
    const { browserProbe } = await import('./doctor/browser-probe.ts');
    return browserProbe({ clock, apartAtStartMs });
  },
};
void start();

// Once the first screen stands, so that a sale without a network never waits for a part of the app.
const whenIdle =
  'requestIdleCallback' in globalThis ? requestIdleCallback : (run: () => void) => setTimeout(run, 500);
whenIdle(() => {
  for (const part of [
    laterResultPanel,
    laterCustomerSides,
    laterNextStep,
    laterPayWithPoints,
    laterPointsLine,
    laterChallenge,
    laterPair,
    laterQueue,
    laterShift,
    laterTerminal,
    laterPasteSheet,
  ])
    part.warm();
});

followDemoCut((cut) => void api.cutConnection(cut));
watchPage({
  onVisible: (visible) => void api.pageVisible(visible),
  onWake: () => void api.lineBack(),
});
// Never awaited: some browsers leave the question open for ever.
void navigator.storage?.persist?.();
void import('#ui/keep-app.ts').then(({ keepApp }) =>
  keepApp({
    offer: (accept) => void (waitingUpdate.value = accept),
    reload: () => void leavePage(api, () => location.reload()),
    after: clock.after,
    worker,
    heldUp: (held) => void (databaseHeldUp.value = held),
  }),
);

/** Only practice waits for a part of the app before the first screen. */
async function start(): Promise<void> {
  const inForce = inTraining ? await trainingServices() : services;
  render(<App services={inForce} />, document.getElementById('app')!);
}

async function trainingServices(): Promise<Services> {
  const { servicesInTraining } = await import('./training/training-services.ts');
  return servicesInTraining(worker, services, {
    scan: (text) => void scannerInput().then(({ shoot }) => shoot(text)),
    leave: () => services.leaveFor(location.pathname),
  });
}
