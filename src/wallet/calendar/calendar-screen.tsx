import { useState } from 'preact/hooks';
import type { AgendaItem, AgendaView } from '#bridge/wallet-calendar.ts';
import { monthName } from '#i18n/calendar-names.ts';
import type { CalendarWords } from '#i18n/topics/calendar/en.ts';
import { wordLoaders } from '#i18n/topics/calendar/load.ts';
import { Button } from '#ui/button.tsx';
import { Segmented } from '#ui/choice.tsx';
import { EmptyState, Skeleton } from '#ui/empty-state.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet, useWords } from '#wallet/environment.ts';
import { Folding } from '#wallet/folding/folding.tsx';
import layout from '#wallet/layout.module.css';
import { Loaded, Screen, Section } from '#wallet/screen.tsx';
import { groupsOf, isSameDay, shownAtMs } from './agenda-days.ts';
import { AgendaRow } from './agenda-row.tsx';
import { ExportSheet } from './export-sheet.tsx';
import { WeekBoard } from './week-board.tsx';
import styles from './calendar.module.css';

const SHAPES = ['hero', 'row', 'row', 'row'] as const;

/** What lapses and what comes, on the person's own calendar. */
export function CalendarScreen() {
  const { api } = useWallet();
  const { locale } = useLanguage();
  const home = useWords();
  const words = useTopicWords(wordLoaders);
  const live = useView(() => api.agenda(locale), ['programmes', 'vouchers', 'activity'], [locale]);
  return (
    <Screen title={words?.title ?? home.home.calendar} backHref="/">
      <Loaded live={live} shapes={SHAPES}>
        {(agenda) =>
          words === undefined ? <Skeleton shapes={SHAPES} /> : <Agenda agenda={agenda} words={words} />
        }
      </Loaded>
    </Screen>
  );
}

const ALL = '';

function Agenda({ agenda, words }: { readonly agenda: AgendaView; readonly words: CalendarWords }) {
  const { format } = useLanguage();
  const [programmeId, setProgrammeId] = useState(ALL);
  const [exported, setExported] = useState<readonly AgendaItem[]>();
  const { looks, nowMs } = agenda;
  const isShown = ({ look }: Pick<AgendaItem, 'look'>) =>
    programmeId === ALL || look.programmeId === programmeId;
  const items = agenda.items.filter(isShown);
  const unsettled = agenda.unsettled.filter(isShown);
  const headed = (item: AgendaItem) =>
    isSameDay(shownAtMs(item), nowMs) ? words.today : monthName(format, shownAtMs(item));
  return (
    <div class={layout.columns}>
      <div class={layout.stack}>
        <p class={layout.soft}>{words.lead}</p>
        {looks.length > 1 && (
          <Segmented
            label={words.filter}
            layout="wrap"
            value={programmeId}
            onChange={setProgrammeId}
            options={[
              { value: ALL, label: words.all },
              ...looks.map((look) => ({ value: look.programmeId, label: look.name })),
            ]}
          />
        )}
        <Folding programmes={unsettled} part="line" />
        <Folding programmes={unsettled} part="progress" />
        <WeekBoard items={items} nowMs={nowMs} />
        {items.length > 0 && (
          <Button icon="install" wide onClick={() => setExported(items)}>
            {words.addAll}
          </Button>
        )}
      </div>
      <div class={layout.column}>
        {items.length === 0 && unsettled.length === 0 && (
          <EmptyState icon="calendar" title={words.emptyTitle}>
            {words.emptyText}
          </EmptyState>
        )}
        {groupsOf(items, headed).map((group) => (
          <Section key={group.title} title={group.title}>
            <ul class={styles.rows}>
              {group.items.map((item) => (
                <AgendaRow
                  key={item.uid}
                  item={item}
                  tongue={{ words, format }}
                  onAdd={() => setExported([item])}
                />
              ))}
            </ul>
          </Section>
        ))}
      </div>
      <ExportSheet items={exported} tongue={{ words, format }} onClose={() => setExported(undefined)} />
    </div>
  );
}
