import type { PostingView } from '#bridge/posting-views.ts';
import { wordLoaders } from '#i18n/topics/why/load.ts';
import { Quantity } from '#ui/amount.tsx';
import { programmeIcon } from '#ui/programme-icons.ts';
import { Icon } from '#ui/icon.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWords } from '#wallet/environment.ts';
import { DefinitionLine } from './definition-line.tsx';
import styles from './why.module.css';

/** Every point with its reason: the rule, then each step of the calculation down to the quantity. */
export function PostingList({ postings }: { readonly postings: readonly PostingView[] }) {
  return (
    <ul class={styles.postings}>
      {postings.map((posting, place) => (
        <li key={place} class={styles.posting} style={{ '--accent': posting.look.colour }}>
          <span class={styles.mark}>
            <Icon name={programmeIcon(posting.look.icon)} size="s" />
          </span>
          <PostingWhy posting={posting} />
        </li>
      ))}
    </ul>
  );
}

function PostingWhy({ posting }: { readonly posting: PostingView }) {
  const words = useTopicWords(wordLoaders);
  const { format } = useLanguage();
  const { usableMs } = posting;
  return (
    <div class={styles.words}>
      <p class={styles.gain}>
        <Quantity qty={posting.qty} scale={posting.scale} signed size="l" /> {posting.unitName}
      </p>
      {posting.pending && <PendingNote posting={posting} />}
      {words !== undefined && (
        <>
          {posting.kind !== 'earn' && <p>{words.kinds[posting.kind]}</p>}
          {posting.rule !== '' && <p>{posting.rule}</p>}
          {posting.steps.length > 0 && <Steps posting={posting} labels={words.steps} sum={words.together} />}
          {usableMs !== undefined && <p>{words.usable(format.day(usableMs))}</p>}
          <DefinitionLine definition={posting.definition} />
        </>
      )}
    </div>
  );
}

interface StepsProps {
  readonly posting: PostingView;
  readonly labels: Readonly<Record<PostingView['steps'][number]['kind'], string>>;
  readonly sum: string;
}

function Steps({ posting, labels, sum }: StepsProps) {
  const { format } = useLanguage();
  return (
    <dl class={styles.steps}>
      {posting.steps.map(({ kind, text }, place) => (
        <div key={place} class={styles.step}>
          <dt>{labels[kind]}</dt>
          <dd>
            <bdi>{text}</bdi>
          </dd>
        </div>
      ))}
      <div class={`${styles.step} ${styles.sum}`}>
        <dt>{sum}</dt>
        <dd>
          <bdi>{format.change(posting.qty, posting.scale)}</bdi> {posting.unitName}
        </dd>
      </div>
    </dl>
  );
}

function PendingNote({ posting }: { readonly posting: PostingView }) {
  const words = useWords();
  const { format } = useLanguage();
  return <p class={styles.pendingNote}>{words.pending(format.change(posting.qty, posting.scale))}</p>;
}
