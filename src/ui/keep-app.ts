// The app opens without a line because a service worker keeps its files. This page sees to it that one is registered, has
// every file, and hears of new versions; what is lost is fetched again.
import { watchDatabase } from '#bridge/connect-database.ts';
import { type NewVersions, offerWaiting } from './offer-waiting.ts';

type After = (delayMs: number, run: () => void) => unknown;

export interface AppKeeping extends NewVersions {
  readonly after: After;
  readonly worker: Worker;
  /** A tab with an older version keeps the worker's database from opening, or does no longer. */
  readonly heldUp: (held: boolean) => void;
}

/** A till's page is open for weeks; a browser looks by itself when a page is opened, and otherwise once a day at most. */
const LOOK_EVERY_MS = 3_600_000;
/** Where something is missing yet, the next look comes after this long, and then after twice as long each time. */
const LOOK_AGAIN_MS = 10_000;
/** Reading every file must not compete with the first customer. */
const SETTLED_MS = 3_000;
/** All files are read, and perhaps fetched. */
const ANSWER_LIMIT_MS = 60_000;

/** Keeps quiet where service workers are not available: the page lives without. */
export async function keepApp(keeping: AppKeeping): Promise<void> {
  watchDatabase(keeping.worker, (state) => {
    keeping.heldUp(state === 'held_up');
    if (state === 'superseded') keeping.offer(keeping.reload);
  });
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  await pageLoaded();
  const offered = new WeakSet<ServiceWorkerRegistration>();
  await look({ ...keeping, offered });
}

/** Whether the active service worker has every file of the app, after it fetched again what was lost. */
export async function isKeptWhole(registration: ServiceWorkerRegistration, after: After): Promise<boolean> {
  const { active } = registration;
  if (active === null) return false;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<boolean>((done) => {
    port1.addEventListener('message', ({ data }) => done(data === true), { once: true });
    port1.start();
    after(ANSWER_LIMIT_MS, () => done(false));
  });
  active.postMessage({ type: 'MAKE_WHOLE' }, [port2]);
  return answer.finally(() => port1.close());
}

/** Filling the cache must not compete with the first screen. */
async function pageLoaded(): Promise<void> {
  if (document.readyState === 'complete') return;
  await new Promise((done) => window.addEventListener('load', done, { once: true }));
}

interface Looking extends AppKeeping {
  /** Registrations whose new versions are offered. */
  readonly offered: WeakSet<ServiceWorkerRegistration>;
}

async function look(looking: Looking): Promise<void> {
  const { after } = looking;
  const registration = await register(looking);
  after(SETTLED_MS, () => void makeSure(looking, registration, LOOK_AGAIN_MS));
  after(LOOK_EVERY_MS, () => {
    // Without a line there is nothing to see.
    void registration?.update().catch(() => undefined);
    void look(looking);
  });
}

/** Until the app is kept whole, or the next look is near. */
async function makeSure(
  looking: Looking,
  registration: ServiceWorkerRegistration | undefined,
  againMs: number,
): Promise<void> {
  const { after } = looking;
  if (registration !== undefined && (await isKeptWhole(registration, after))) return;
  if (againMs > LOOK_EVERY_MS / 4) return;
  after(againMs, () => {
    void register(looking).then((again) => makeSure(looking, again, againMs * 2));
  });
}

/** A registration that is there stays; one that the browser has lost is made again. */
async function register(looking: Looking): Promise<ServiceWorkerRegistration | undefined> {
  const base = import.meta.env.BASE_URL;
  try {
    const registration = await navigator.serviceWorker.register(`${base}sw.js`, { scope: base });
    if (!looking.offered.has(registration)) offerWaiting(registration, looking);
    looking.offered.add(registration);
    return registration;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError' && !isInUse()) looking.reload();
    return undefined;
  }
}

/**
 * Chromium, when it finds its list of service workers torn (a power cut), begins a new one, which only pages can use that
 * are opened after that: "The Service Worker system has shutdown". Nobody notices a reload before they touched anything.
 */
function isInUse(): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return navigation?.type === 'reload' || navigator.userActivation?.hasBeenActive !== false;
}
