// The two things the browser lets us offer, never force: installing, and taking a new version.
import { useState } from 'preact/hooks';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { useLanguage } from './language.tsx';
import { readSetting, writeSetting } from './settings.ts';

export interface InstallPromptProps {
  /** Shows the browser's own dialog. Absent where only the person can do it (iOS): then the steps are shown. */
  readonly onInstall?: () => void;
}

/** Why and how to install; gone for good once dismissed on this device. */
export function InstallPrompt({ onInstall }: InstallPromptProps) {
  const { shared } = useLanguage();
  const [dismissed, setDismissed] = useState(readSetting('install-dismissed') === 'yes');
  if (dismissed) return null;
  const dismiss = () => {
    writeSetting('install-dismissed', 'yes');
    setDismissed(true);
  };
  return (
    <Banner
      tone="plain"
      icon="install"
      title={shared.install.title}
      actions={
        <>
          {onInstall !== undefined && (
            <Button kind="primary" onClick={onInstall}>
              {shared.install.install}
            </Button>
          )}
          <Button kind="plain" onClick={dismiss}>
            {shared.install.notNow}
          </Button>
        </>
      }
    >
      <p>{shared.install.why}</p>
      {onInstall === undefined && <p>{shared.install.iosSteps}</p>}
    </Banner>
  );
}

/** The worker died. Whatever was stored is stored; only the page has to start anew. */
export function RestartBanner({ onRestart }: { readonly onRestart: () => void }) {
  const { shared, refusals } = useLanguage();
  const text = refusalText(refusals, 'internal');
  return (
    <Banner
      tone="bad"
      live
      title={text.headline}
      actions={
        <Button kind="primary" onClick={onRestart}>
          {shared.retry}
        </Button>
      }
    />
  );
}

export interface UpdateBannerProps {
  readonly onApply: () => void;
  /** Not to be asked again before the next version. */
  readonly onLater: () => void;
}

/** A new version waits. Nothing reloads before the person says so: it could be in the middle of a sale. */
export function UpdateBanner({ onApply, onLater }: UpdateBannerProps) {
  const { shared } = useLanguage();
  return (
    <Banner
      tone="info"
      icon="sync"
      live
      title={shared.update.ready}
      actions={
        <>
          <Button kind="primary" onClick={onApply}>
            {shared.update.apply}
          </Button>
          <Button kind="plain" onClick={onLater}>
            {shared.update.later}
          </Button>
        </>
      }
    />
  );
}
