import type { ComponentType } from 'preact';
import { lazy } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { WalletApi } from '#bridge/wallet-api.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useWallet, useWords } from './environment.ts';
import { Screen } from './screen.tsx';

/** A screen that arrives when it is first wanted. When it does not arrive, that is said, with a way to try again. */
export function lazyScreen<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  // A refused promise would be kept for good, and the former screen with it.
  return lazy(() => load().catch((): ComponentType<P> => MissingScreen));
}

function MissingScreen() {
  const { shared } = useLanguage();
  const { appName } = useWords();
  const { api } = useWallet();
  const [busy, setBusy] = useState(false);
  const retry = async (): Promise<void> => {
    setBusy(true);
    // Browsers remember for the life of a page that a script was lost: only a new page asks for it again.
    if (await isAppReachable(api)) location.reload();
    setBusy(false);
  };
  return (
    <Screen title={appName}>
      <Banner
        tone="bad"
        live
        title={shared.nothing.error}
        actions={
          <Button busy={busy} onClick={() => void retry()}>
            {shared.retry}
          </Button>
        }
      />
    </Screen>
  );
}

/** Without a line and without a service worker a new page would be the browser's own, about no network. */
async function isAppReachable({ connection }: Pick<WalletApi, 'connection'>): Promise<boolean> {
  if (navigator.serviceWorker?.controller) return true;
  const known = await connection().catch(() => undefined);
  return known?.mode === 'online';
}
