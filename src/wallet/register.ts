// The service worker's registration. It only ever offers a new version: a page reloads when the person says so.
import type { Offer } from './offer.ts';

/** Registers after the first screen stands; quietly does nothing where service workers are not available. */
export async function registerServiceWorker(update: Offer, reload: () => void): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { Workbox } = await import('workbox-window');
  const base = import.meta.env.BASE_URL;
  const workbox = new Workbox(`${base}sw.js`, { scope: base });
  let accepted = false;
  workbox.addEventListener('waiting', () => {
    update.put(() => {
      accepted = true;
      update.put(undefined);
      workbox.messageSkipWaiting();
    });
  });
  // Another tab may have accepted: only the tab whose person asked for it reloads.
  workbox.addEventListener('controlling', () => {
    if (accepted) reload();
  });
  await workbox.register().catch(() => undefined);
}
