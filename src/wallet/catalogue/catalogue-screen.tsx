import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { RefusalView } from '#bridge/common-views.ts';
import type { CatalogueView } from '#bridge/wallet-api.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useView } from '#ui/use-view.ts';
import { useWallet, useWords } from '#wallet/environment.ts';
import { LanguageChips } from '#wallet/language-chips.tsx';
import styles from '#wallet/layout.module.css';
import { Loaded, Screen } from '#wallet/screen.tsx';
import { OfferCard } from './offer-card.tsx';
import welcome from './catalogue.module.css';

export function CatalogueScreen() {
  const { api } = useWallet();
  const { locale } = useLanguage();
  const words = useWords();
  const live = useView(() => api.catalogue(locale), ['programmes', 'connection'], [locale]);
  return (
    <Screen title={words.catalogue.title} backHref="/" narrow>
      <Loaded live={live} shapes={['ticket', 'ticket', 'ticket']}>
        {(catalogue) =>
          catalogue.offers === undefined ? (
            <NotLoaded />
          ) : (
            <Offers offers={catalogue.offers} onChanged={live.reload} />
          )
        }
      </Loaded>
    </Screen>
  );
}

function NotLoaded() {
  const { api } = useWallet();
  const { shared } = useLanguage();
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const connect = () => {
    setBusy(true);
    void api.syncNow().finally(() => setBusy(false));
  };
  return (
    <div class={styles.stack}>
      <Welcome />
      <EmptyState
        icon="offline"
        title={words.catalogue.notLoaded}
        action={
          <Button kind="primary" icon="sync" busy={busy} onClick={connect}>
            {shared.retry}
          </Button>
        }
      >
        {words.catalogue.notLoadedText}
      </EmptyState>
    </div>
  );
}

interface OffersProps {
  readonly offers: NonNullable<CatalogueView['offers']>;
  readonly onChanged: () => void;
}

function Offers({ offers, onChanged }: OffersProps) {
  const { api, requestPersistence } = useWallet();
  const words = useWords();
  const { route } = useLocation();
  const [joining, setJoining] = useState<string>();
  const [refusal, setRefusal] = useState<RefusalView>();
  const join = async (programmeId: string) => {
    setJoining(programmeId);
    setRefusal(undefined);
    const outcome = await api.join(programmeId);
    setJoining(undefined);
    if (!outcome.ok) return setRefusal(outcome.error);
    requestPersistence();
    onChanged();
  };
  const someJoined = offers.some((offer) => offer.joined);
  return (
    <div class={styles.stack}>
      {!someJoined && <Welcome />}
      {refusal !== undefined && <JoinRefused reason={refusal} />}
      <ul class={styles.stack}>
        {offers.map((offer) => (
          <li key={offer.look.programmeId}>
            <OfferCard
              offer={offer}
              busy={joining === offer.look.programmeId}
              onJoin={() => void join(offer.look.programmeId)}
            />
          </li>
        ))}
      </ul>
      {someJoined && (
        <Button kind="primary" size="l" wide onClick={() => route('/')}>
          {words.catalogue.done}
        </Button>
      )}
    </div>
  );
}

function JoinRefused({ reason }: { readonly reason: RefusalView }) {
  const { refusals } = useLanguage();
  const text = refusalText(refusals, reason.kind);
  return (
    <Banner tone="bad" live title={text.headline}>
      {text.next}
    </Banner>
  );
}

/** First visit: my language, and what this is. */
function Welcome() {
  const words = useWords();
  return (
    <section class={welcome.welcome}>
      <h2 class={welcome.headline}>{words.catalogue.welcome}</h2>
      <p class={styles.soft}>{words.catalogue.welcomeText}</p>
      <LanguageChips />
    </section>
  );
}
