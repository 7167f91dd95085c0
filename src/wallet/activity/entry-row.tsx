import { useState } from 'preact/hooks';
import type { ActivityEntry } from '#bridge/wallet-api.ts';
import { wordLoaders } from '#i18n/topics/pay/load.ts';
import { Quantity } from '#ui/amount.tsx';
import type { IconName } from '#ui/icon-paths.ts';
import { Icon } from '#ui/icon.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ListRow } from '#ui/list-row.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWords } from '#wallet/environment.ts';
import { EntryWhy } from '#wallet/why/entry-why.tsx';
import styles from './activity.module.css';

const KIND_ICONS: Readonly<Record<ActivityEntry['kind'], IconName>> = {
  joined: 'plus',
  earned: 'receipt',
  redeemed: 'ticket',
  undone: 'back',
  voucher: 'gift',
  expired: 'clock',
  tier: 'ladder',
  given: 'star',
  claimed: 'gift',
  reported: 'check',
  told: 'person',
  refused: 'refusal',
  paid: 'star',
  visited: 'person',
};

const STATE_ICONS: Readonly<Record<ActivityEntry['state']['kind'], IconName>> = {
  saved: 'storage',
  sent: 'sync',
  confirmed: 'check',
  unverified: 'pending',
  rejected: 'refusal',
};

export interface EntryRowProps {
  readonly entry: ActivityEntry;
  /** On a programme's own screen: what happened in no shop is told by what it was. */
  readonly ofProgramme?: boolean;
}

const IN_SHOPS: ReadonlySet<ActivityEntry['kind']> = new Set([
  'earned',
  'redeemed',
  'undone',
  'refused',
  'paid',
  'visited',
]);

/** One line of the ledger; opens to the reasons. */
export function EntryRow({ entry, ofProgramme = false }: EntryRowProps) {
  const words = useWords();
  const { format } = useLanguage();
  const [open, setOpen] = useState(false);
  const pay = useTopicWords(wordLoaders);
  const kind =
    entry.kind === 'paid' || entry.kind === 'visited'
      ? (pay?.kinds[entry.kind] ?? '')
      : words.activity.kinds[entry.kind];
  const rejected = entry.state.kind === 'rejected';
  const title = ofProgramme && !IN_SHOPS.has(entry.kind) ? (entry.subject ?? kind) : entry.merchantName;
  const told = [kind, entry.subject].filter((text) => text !== undefined && text !== title);
  return (
    <>
      <ListRow
        icon={KIND_ICONS[entry.kind]}
        {...(entry.looks[0] === undefined ? {} : { colour: entry.looks[0].colour })}
        title={title}
        detail={
          <>
            {told.join(' · ')}{' '}
            <span class={`${styles.state} ${rejected ? styles.rejected : ''}`} data-state={entry.state.kind}>
              <Icon name={STATE_ICONS[entry.state.kind]} size="s" />
              {entry.kind === 'paid' && entry.state.kind === 'unverified'
                ? pay?.open
                : words.activity.states[entry.state.kind]}
            </span>
            <bdi class={styles.time}>{format.dayTime(entry.atMs)}</bdi>
          </>
        }
        end={<Change entry={entry} />}
        onClick={() => setOpen(true)}
      />
      <Sheet open={open} title={kind} onClose={() => setOpen(false)}>
        {open && <EntryWhy entry={entry} />}
      </Sheet>
    </>
  );
}

function Change({ entry }: { readonly entry: ActivityEntry }) {
  const { format } = useLanguage();
  if (entry.postings.length === 0) {
    return entry.discount === undefined ? null : (
      <bdi class={styles.change}>{format.money(entry.discount)}</bdi>
    );
  }
  const struck = entry.state.kind === 'rejected' ? styles.struck : '';
  return (
    <span class={`${styles.changes} ${struck}`}>
      {entry.postings.map((posting, place) => (
        <span key={place} class={styles.change}>
          <Quantity qty={posting.qty} scale={posting.scale} signed />
          <span class={styles.unit}>{posting.unitName}</span>
        </span>
      ))}
    </span>
  );
}
