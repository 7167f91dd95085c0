import { useRoute } from 'preact-iso';
import type { ProgrammeView } from '#bridge/wallet-api.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { wordLoaders } from '#i18n/topics/programme/load.ts';
import { Banner } from '#ui/banner.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { BirthdayRow } from '#wallet/birthday/birthday-row.tsx';
import { useWallet, useWords } from '#wallet/environment.ts';
import { Folding } from '#wallet/folding/folding.tsx';
import styles from '#wallet/layout.module.css';
import { Loaded, Screen } from '#wallet/screen.tsx';
import { ActivityList } from './activity-list.tsx';
import { BenefitsSection } from './benefits-section.tsx';
import { ChallengeList } from './challenge-list.tsx';
import { ChangeList } from './change-list.tsx';
import { EntriesSection } from './entries-section.tsx';
import { FeedList } from './feed-list.tsx';
import { ProgrammeHead } from './programme-head.tsx';
import { RewardList } from './reward-list.tsx';
import { RulesSection } from './rules-section.tsx';
import { ScoreCard } from './score-card.tsx';
import { TierLadder } from './tier-ladder.tsx';
import { ProgrammeWordsContext } from './use-programme-words.ts';
import { VoucherList } from './voucher-list.tsx';

export function ProgrammeScreen() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const { api } = useWallet();
  const { locale, refusals } = useLanguage();
  const topic = useTopicWords(wordLoaders);
  const live = useView(() => api.programme(id, locale), ['programmes', 'vouchers', 'activity'], [id, locale]);
  const words = useWords();
  const { view } = live;
  const title = view.state === 'ready' && view.value.ok ? view.value.value.look.name : words.catalogue.title;
  const waiting = { ...live, view: topic === undefined ? ({ state: 'loading' } as const) : view };
  return (
    <Screen title={title} backHref="/">
      <Loaded live={waiting} shapes={['hero', 'row', 'row']}>
        {(outcome) =>
          outcome.ok ? (
            <ProgrammeWordsContext.Provider value={topic}>
              <Programme programme={outcome.value} />
            </ProgrammeWordsContext.Provider>
          ) : (
            <Banner tone="warn" live title={refusalText(refusals, outcome.error.kind).headline}>
              {refusalText(refusals, outcome.error.kind).next}
            </Banner>
          )
        }
      </Loaded>
    </Screen>
  );
}

/** What stands and what is held on the one side, what can be done and what happened on the other. */
function Programme({ programme }: { readonly programme: ProgrammeView }) {
  const words = useWords();
  const { look, scores, ladders, benefits } = programme;
  return (
    <div class={styles.columns} style={{ '--accent': look.colour }}>
      <div class={styles.column}>
        <Folding programmes={[programme]} part="line" />
        <ProgrammeHead programme={programme} />
        <Folding programmes={[programme]} part="progress" />
        <RowList>
          <li>
            <ListRow
              icon="basket"
              title={words.home.whatIf}
              href={`/what-if?programme=${encodeURIComponent(look.programmeId)}`}
            />
          </li>
          <BirthdayRow programmeId={look.programmeId} />
        </RowList>
        {scores.map((score) => (
          <ScoreCard key={score.id} score={score} />
        ))}
        {ladders.map((ladder) => (
          <TierLadder key={ladder.id} ladder={ladder} />
        ))}
        <BenefitsSection benefits={benefits} />
      </div>
      <div class={styles.column}>
        <ChallengeList challenges={programme.challenges} />
        <RewardList programmeId={look.programmeId} rewards={programme.rewards} />
        <ActivityList programmeId={look.programmeId} activities={programme.activities} />
        <VoucherList vouchers={programme.vouchers} />
        <FeedList feed={programme.feed} />
        <RulesSection programme={programme} />
        <ChangeList changes={programme.changes} />
        <EntriesSection entries={programme.entries} />
      </div>
    </div>
  );
}
