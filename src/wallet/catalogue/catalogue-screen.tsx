import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { CatalogueView } from '#bridge/wallet-api.ts';
import type { CatalogueWords } from '#i18n/topics/catalogue/en.ts';
import { wordLoaders } from '#i18n/topics/catalogue/load.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet, useWords } from '#wallet/environment.ts';
import { LanguageChips } from '#wallet/language-chips.tsx';
import styles from '#wallet/layout.module.css';
import { Loaded, Screen } from '#wallet/screen.tsx';
import { OfferCard } from './offer-card.tsx';
import { NO_FILTER, type Filter, filtered } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { JoinRefused, useJoin } from './use-join.tsx';
import look from './catalogue.module.css';

export function CatalogueScreen() {
  const { api } = useWallet();
  const { locale } = useLanguage();
  const words = useWords();
  const topic = useTopicWords(wordLoaders);
  const live = useView(() => api.catalogue(locale), ['programmes'], [locale]);
  return (
    <Screen title={words.catalogue.title} backHref="/">
      <Loaded live={live} shapes={['row', 'ticket', 'ticket', 'ticket']}>
        {(catalogue) => {
          if (catalogue.offers === undefined) return <NotLoaded />;
          return topic && <Offers offers={catalogue.offers} words={topic} onChanged={live.reload} />;
        }}
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
  readonly words: CatalogueWords;
  readonly onChanged: () => void;
}

/** What was asked for last: coming back from a programme finds the list as it was left. */
let remembered: Filter = NO_FILTER;

function Offers({ offers, words, onChanged }: OffersProps) {
  const app = useWords();
  const { route } = useLocation();
  const { locale } = useLanguage();
  const { join, joining, refusal } = useJoin(onChanged);
  const [filter, setFilter] = useState(remembered);
  remembered = filter;
  const someJoined = offers.some((offer) => offer.joined);
  const shown = filtered(offers, filter, locale);
  return (
    <div class={styles.stack}>
      {!someJoined && <Welcome />}
      {refusal !== undefined && <JoinRefused reason={refusal} />}
      <FilterBar words={words} offers={offers} filter={filter} onChange={setFilter} />
      <Found count={shown.length} words={words} onShowAll={() => setFilter(NO_FILTER)} />
      <ul class={look.offers}>
        {shown.map((offer) => (
          <li key={offer.look.programmeId}>
            <OfferCard
              offer={offer}
              words={words}
              busy={joining === offer.look.programmeId}
              onJoin={() => void join(offer.look.programmeId)}
            />
          </li>
        ))}
      </ul>
      {someJoined && (
        <Button kind="primary" size="l" wide onClick={() => route('/')}>
          {app.catalogue.done}
        </Button>
      )}
    </div>
  );
}

interface FoundProps {
  readonly count: number;
  readonly words: CatalogueWords;
  readonly onShowAll: () => void;
}

function Found({ count, words, onShowAll }: FoundProps) {
  const { format } = useLanguage();
  return (
    <>
      <div class={look.found}>
        <p role="status">{count === 0 ? words.nothing : format.plural(count, words.found)}</p>
        <a class={styles.link} href="/add">
          {words.add}
        </a>
      </div>
      {count === 0 && (
        <EmptyState
          icon="search"
          title={words.nothing}
          action={<Button onClick={onShowAll}>{words.showAll}</Button>}
        >
          {words.nothingText}
        </EmptyState>
      )}
    </>
  );
}

/** First visit: my language, and what this is. */
function Welcome() {
  const words = useWords();
  return (
    <section class={look.welcome}>
      <h2 class={look.headline}>{words.catalogue.welcome}</h2>
      <p class={styles.soft}>{words.catalogue.welcomeText}</p>
      <LanguageChips />
    </section>
  );
}
