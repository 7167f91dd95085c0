import type { ChangedTerm, VersionView } from '#bridge/wallet-programme.ts';
import { Chip } from '#ui/chip.tsx';
import { useLanguage } from '#ui/language.tsx';
import { Section } from '#wallet/screen.tsx';
import { Fold } from './fold.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import styles from './programme.module.css';

/** What each new version of the terms changed, what is announced first. */
export function ChangeList({ changes }: { readonly changes: readonly VersionView[] }) {
  const words = useProgrammeWords();
  if (changes.length === 0) return null;
  return (
    <Section title={words.changes}>
      <div class={styles.panel}>
        {changes.map((version, place) => (
          <Version key={version.fromMs} version={version} open={place === 0 && version.ahead} />
        ))}
      </div>
    </Section>
  );
}

function Version({ version, open }: { readonly version: VersionView; readonly open: boolean }) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  const day = format.day(version.fromMs);
  return (
    <Fold open={open} summary={version.ahead ? words.changesAhead(day) : words.changesFrom(day)}>
      <ul class={styles.terms}>
        {version.items.map((item) => (
          <li key={`${item.what}-${item.name}`} class={styles.term}>
            <Term item={item} />
          </li>
        ))}
      </ul>
    </Fold>
  );
}

const TONES = { added: 'good', removed: 'bad', changed: 'info' } as const;

function Term({ item }: { readonly item: ChangedTerm }) {
  const words = useProgrammeWords();
  const { what, name, change, before, after } = item;
  return (
    <>
      <p class={styles.termHead}>
        <Chip tone={TONES[change]}>{words.changeKinds[change]}</Chip>
        <span class={styles.tierState}>{words.changeWhat[what]}</span>
      </p>
      <p>{name}</p>
      {change === 'changed' && before !== undefined && (
        <p class={styles.tierState}>
          {words.changeBefore}: <bdi>{before}</bdi>
        </p>
      )}
      {change !== 'removed' && after !== undefined && after !== name && (
        <p class={change === 'changed' ? styles.strong : styles.tierState}>
          {change === 'changed' && <>{words.changeAfter}: </>}
          <bdi>{after}</bdi>
        </p>
      )}
    </>
  );
}
