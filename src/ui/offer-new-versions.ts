// The service worker of an app's page. It only ever offers a new version: a page reloads when the person says so.

export interface NewVersions {
  /** Puts the way into a version that waits before the person, once per version; `undefined` takes it away. */
  readonly offer: (accept: (() => void) | undefined) => void;
  readonly reload: () => void;
  readonly after: (delayMs: number, run: () => void) => void;
}

/** A till's page is open for weeks; a browser looks by itself when a page is opened, and otherwise once a day at most. */
const LOOK_EVERY_MS = 3_600_000;

/** Registers, and looks every hour. Quietly does nothing where service workers are not available: the page lives without. */
export async function offerNewVersions(versions: NewVersions): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  await pageLoaded();
  const base = import.meta.env.BASE_URL;
  const registration = await navigator.serviceWorker
    .register(`${base}sw.js`, { scope: base })
    .catch(() => undefined);
  if (registration === undefined) return;
  offerWaiting(registration, versions);
  lookEveryHour(registration, versions);
}

/** Filling the cache must not compete with the first screen. */
async function pageLoaded(): Promise<void> {
  if (document.readyState === 'complete') return;
  await new Promise((done) => window.addEventListener('load', done, { once: true }));
}

function offerWaiting(registration: ServiceWorkerRegistration, { offer, reload }: NewVersions): void {
  const container = navigator.serviceWorker;
  let accepted = false;
  let hasController = container.controller !== null;
  let offered: ServiceWorker | undefined;
  const look = (): void => {
    const { waiting } = registration;
    // The very first version waits for nobody.
    if (waiting === null || waiting === offered || container.controller === null) return;
    offered = waiting;
    offer(() => {
      accepted = true;
      offer(undefined);
      waiting.postMessage({ type: 'SKIP_WAITING' });
    });
  };
  look();
  registration.addEventListener('updatefound', () =>
    registration.installing?.addEventListener('statechange', look),
  );
  // Another tab may have accepted. Only the tab whose person asked for it reloads at once; in the others the parts of the
  // old version that were not loaded yet are gone, so the new one is offered there too.
  container.addEventListener('controllerchange', () => {
    if (accepted) reload();
    else if (hasController) offer(reload);
    hasController = true;
  });
}

function lookEveryHour(registration: ServiceWorkerRegistration, versions: NewVersions): void {
  versions.after(LOOK_EVERY_MS, () => {
    // Without a line there is nothing to see.
    void registration.update().catch(() => undefined);
    lookEveryHour(registration, versions);
  });
}
