import type { IconName } from '#ui/icon-paths.ts';
import { Icon } from '#ui/icon.tsx';
import type { Finding, FindingState } from './diagnosis.ts';
import { type Telling, findingText, todoText } from './finding-text.ts';
import styles from './finding-list.module.css';

const ICONS: Readonly<Record<FindingState, IconName>> = {
  good: 'success',
  warn: 'warning',
  bad: 'refusal',
  unknown: 'info',
};

export interface FindingListProps {
  readonly findings: readonly Finding[];
  readonly telling: Telling;
}

/** One line per thing: how it is, in words and by its mark, and what to do. */
export function FindingList({ findings, telling }: FindingListProps) {
  const { words } = telling;
  return (
    <ul class={styles.list}>
      {findings.map((finding) => {
        const todo = todoText(finding, telling);
        return (
          <li
            key={finding.line}
            class={styles.row}
            data-line={finding.line}
            data-state={finding.state}
            data-code={finding.code}
          >
            <span class={`${styles.mark} ${styles[finding.state]}`}>
              <Icon name={ICONS[finding.state]} label={words.states[finding.state]} />
            </span>
            <span class={styles.words}>
              <span class={styles.line}>{words.lines[finding.line]}</span>
              <span class={styles.text}>{findingText(finding, telling)}</span>
              {todo !== undefined && <strong class={styles.todo}>{todo}</strong>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
