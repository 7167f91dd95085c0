import type { ActivityEntry } from '#bridge/wallet-api.ts';
import type { Format } from '#i18n/format.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { useLanguage } from '#ui/language.tsx';
import { RowList } from '#ui/list-row.tsx';
import { useView } from '#ui/use-view.ts';
import { useWallet, useWords } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { Loaded, Screen } from '#wallet/screen.tsx';
import { EntryRow } from './entry-row.tsx';
import styles from './activity.module.css';

export function ActivityScreen() {
  const { api } = useWallet();
  const { locale } = useLanguage();
  const words = useWords();
  const live = useView(() => api.activity(locale), ['activity', 'programmes', 'vouchers'], [locale]);
  return (
    <Screen title={words.activity.title} narrow>
      <Loaded live={live} shapes={['row', 'row', 'row', 'row']}>
        {(entries) =>
          entries.length === 0 ? (
            <EmptyState icon="activity" title={words.activity.emptyTitle}>
              {words.activity.emptyText}
            </EmptyState>
          ) : (
            <Days entries={entries} />
          )
        }
      </Loaded>
    </Screen>
  );
}

function Days({ entries }: { readonly entries: readonly ActivityEntry[] }) {
  const { format } = useLanguage();
  return (
    <div class={layout.stack}>
      {[...entriesByDay(entries, format)].map(([day, ofDay]) => (
        <section key={day} class={layout.section}>
          <h2 class={styles.day}>{day}</h2>
          <RowList>
            {ofDay.map((entry) => (
              <li key={entry.id}>
                <EntryRow entry={entry} />
              </li>
            ))}
          </RowList>
        </section>
      ))}
    </div>
  );
}

function entriesByDay(
  entries: readonly ActivityEntry[],
  format: Format,
): ReadonlyMap<string, readonly ActivityEntry[]> {
  const days = new Map<string, ActivityEntry[]>();
  for (const entry of entries) {
    const day = format.day(entry.atMs);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return days;
}
