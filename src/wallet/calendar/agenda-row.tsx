import type { AgendaItem, AgendaKind } from '#bridge/wallet-calendar.ts';
import { IconButton } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import type { IconName } from '#ui/icon-paths.ts';
import { useLanguage } from '#ui/language.tsx';
import { shownAtMs } from './agenda-days.ts';
import { type AgendaTongue, detailOf, titleOf } from './agenda-words.ts';
import styles from './calendar.module.css';

const ICONS: Readonly<Record<AgendaKind, IconName>> = {
  points: 'pending',
  voucher: 'ticket',
  tier: 'ladder',
  drop: 'gift',
  score: 'shift',
  occasion: 'star',
  ending: 'clock',
  challenge: 'success',
  gift: 'gift',
};

export interface AgendaRowProps {
  readonly item: AgendaItem;
  readonly tongue: AgendaTongue;
  readonly onAdd: () => void;
}

/** A day like a tear-off calendar's, what is due in the programme's colour, and the way into one's own calendar. */
export function AgendaRow({ item, tongue, onAdd }: AgendaRowProps) {
  const { format } = useLanguage();
  const atMs = shownAtMs(item);
  const title = titleOf(item, tongue);
  return (
    <li class={styles.row} style={{ '--accent': item.look.colour }}>
      <time class={styles.leaf} dateTime={item.day ?? new Date(item.atMs).toISOString()}>
        <span class={styles.leafTop} aria-hidden={true}>
          {format.weekday(atMs)}
        </span>
        <bdi class={styles.leafDay} aria-hidden={true}>
          {format.dayOfMonth(atMs)}
        </bdi>
        <span class="visually-hidden">{format.fullDay(atMs)}</span>
      </time>
      <div class={styles.words}>
        <p class={styles.title}>{title}</p>
        <p class={styles.detail}>
          <Icon name={ICONS[item.kind]} size="s" /> {detailOf(item, tongue)}
        </p>
        <p class={styles.detail}>{item.look.name}</p>
      </div>
      <IconButton icon="plus" label={tongue.words.add(title)} onClick={onAdd} />
    </li>
  );
}
