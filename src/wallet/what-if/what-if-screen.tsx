import { useLocation } from 'preact-iso';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Basket, PlanChoices, PlanMerchant } from '#bridge/wallet-plan.ts';
import type { PlanWords } from '#i18n/topics/plan/en.ts';
import { wordLoaders } from '#i18n/topics/plan/load.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState, Skeleton } from '#ui/empty-state.tsx';
import { Icon } from '#ui/icon.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet, useWords } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { Loaded, Screen } from '#wallet/screen.tsx';
import { type Draft, draftFrom, emptyDraft } from './basket-draft.ts';
import { BasketForm } from './basket-form.tsx';
import { PlanResult } from './plan-result.tsx';
import styles from './what-if.module.css';

const SHAPES = ['row', 'row', 'ticket'] as const;

/** A purchase tried out. `?programme=` starts at one of its merchants. */
export function WhatIfScreen() {
  const { api } = useWallet();
  const { locale } = useLanguage();
  const home = useWords();
  const words = useTopicWords(wordLoaders);
  const live = useView(() => api.planChoices(locale), ['programmes', 'activity'], [locale]);
  return (
    <Screen title={words?.title ?? home.home.whatIf} backHref="/">
      <Loaded live={live} shapes={SHAPES}>
        {(choices) =>
          words === undefined ? <Skeleton shapes={SHAPES} /> : <Desk choices={choices} words={words} />
        }
      </Loaded>
    </Screen>
  );
}

function Desk({ choices, words }: { readonly choices: PlanChoices; readonly words: PlanWords }) {
  const { merchants } = choices;
  const { query, route } = useLocation();
  const { home } = useWords();
  const start = startAt(merchants, query['programme']);
  if (start === undefined) {
    return (
      <EmptyState
        icon="basket"
        title={words.emptyTitle}
        action={
          <Button kind="primary" onClick={() => route('/catalogue')}>
            {home.toCatalogue}
          </Button>
        }
      >
        {words.emptyText}
      </EmptyState>
    );
  }
  return <Planner merchants={merchants} start={start} words={words} />;
}

/** The shop that a programme is shown under, else one of its others. */
function startAt(
  merchants: readonly PlanMerchant[],
  programmeId: string | undefined,
): PlanMerchant | undefined {
  const lookAt = ({ looks }: PlanMerchant) => looks.find((look) => look.programmeId === programmeId);
  const own = merchants.filter((merchant) => lookAt(merchant) !== undefined);
  return own.find((merchant) => lookAt(merchant)?.merchantName === merchant.name) ?? own[0] ?? merchants[0];
}

interface PlannerProps {
  readonly merchants: readonly PlanMerchant[];
  readonly start: PlanMerchant;
  readonly words: PlanWords;
}

function Planner({ merchants, start, words }: PlannerProps) {
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(start));
  const [asked, setAsked] = useState<Basket>();
  const merchant = merchants.find(({ slug }) => slug === draft.merchantSlug) ?? start;
  const result = useFocusOn(asked);
  const take = (basket: Basket) => {
    const where = merchants.find(({ slug }) => slug === basket.merchantSlug);
    if (where === undefined) return;
    setDraft(draftFrom(basket, where));
    setAsked(basket);
  };
  return (
    <div class={layout.columns}>
      <BasketForm
        draft={draft}
        merchant={merchant}
        merchants={merchants}
        words={words}
        onChange={setDraft}
        onAsk={setAsked}
        onTake={take}
      />
      {asked === undefined && <AnswerRoom words={words} />}
      {asked !== undefined && (
        <section
          ref={result}
          class={`${layout.column} ${styles.answer}`}
          tabIndex={-1}
          aria-label={words.result}
        >
          <PlanResult basket={asked} words={words} />
        </section>
      )}
    </div>
  );
}

/** Where there is room beside the form, the place in which the answer will be. */
function AnswerRoom({ words }: Pick<PlannerProps, 'words'>) {
  return (
    <div class={styles.room} aria-hidden={true}>
      <Icon name="basket" size="l" />
      <p>{words.result} …</p>
    </div>
  );
}

/** The answer is what was asked for: it comes into view, and keyboard and screen reader go on from there. */
function useFocusOn(asked: Basket | undefined) {
  const result = useRef<HTMLElement>(null);
  useEffect(() => {
    if (asked === undefined) return;
    result.current?.focus({ preventScroll: true });
    result.current?.scrollIntoView({ block: 'start' });
  }, [asked]);
  return result;
}
