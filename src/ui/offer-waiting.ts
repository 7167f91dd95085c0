// A new version is only ever offered: a page reloads when the person says so.

export interface NewVersions {
  /** Puts the way into a version that waits before the person, once per version; `undefined` takes it away. */
  readonly offer: (accept: (() => void) | undefined) => void;
  readonly reload: () => void;
}

/** Tells of what waits now and of every version after it. */
export function offerWaiting(registration: ServiceWorkerRegistration, { offer, reload }: NewVersions): void {
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
  const follow = (): void => registration.installing?.addEventListener('statechange', look);
  look();
  // One whose files were on their way before this page began to look is not found again.
  follow();
  registration.addEventListener('updatefound', follow);
  // Another tab may have accepted. Only the tab whose person asked for it reloads at once; in the others the parts of the
  // old version that were not loaded yet are gone, so the new one is offered there too.
  container.addEventListener('controllerchange', () => {
    if (accepted) reload();
    else if (hasController) offer(reload);
    hasController = true;
  });
}
