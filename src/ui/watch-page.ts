// What a window sees and its worker must know: whether anybody looks, that there is a network again, that the service worker called.

export interface PageWatcher {
  readonly onVisible: (visible: boolean) => void;
  /** The browser has a line for what waits: it says so itself, or its service worker asks open windows to send. */
  readonly onWake: () => void;
}

/** The tag that the service worker answers to. */
const OUTBOX_TAG = 'outbox';

/** Not in TypeScript's library: Background Sync exists in Chromium only. */
interface SyncingRegistration extends ServiceWorkerRegistration {
  readonly sync?: { readonly register: (tag: string) => Promise<void> };
}

/** Watches for as long as the page lives. */
export function watchPage({ onVisible, onWake }: PageWatcher): void {
  document.addEventListener('visibilitychange', () => {
    const visible = document.visibilityState === 'visible';
    onVisible(visible);
    if (!visible) void askForBackgroundSync();
  });
  // Here and not in the worker: not every browser tells its workers.
  addEventListener('online', onWake);
  navigator.serviceWorker?.addEventListener('message', (event) => {
    if ((event.data as { readonly type?: unknown } | null)?.type === 'sync') onWake();
  });
}

/** A bonus where it exists: the browser calls once it is online again, if the page is still open then. */
async function askForBackgroundSync(): Promise<void> {
  try {
    const registration: SyncingRegistration | undefined = await navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register(OUTBOX_TAG);
  } catch {
    // Refused by permission or battery saving: the other triggers remain.
  }
}
