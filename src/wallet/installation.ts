import type { Offer } from './offer.ts';

interface InstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
}

/** Keeps the browser's own install dialog for the moment the person asks for it. */
export function watchInstallation(install: Offer): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    install.put(() => {
      install.put(undefined);
      void (event as InstallPromptEvent).prompt();
    });
  });
  window.addEventListener('appinstalled', () => install.put(undefined));
}

/** iOS never offers: there the person adds the app by hand. An installed app has nothing to be told. */
export function installsByHand(): boolean {
  const installed = matchMedia('(display-mode: standalone)').matches;
  return !installed && (navigator as { standalone?: boolean }).standalone === false;
}
