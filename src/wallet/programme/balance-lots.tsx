import { useState } from 'preact/hooks';
import type { ActivityEntry, ProgrammeBalance } from '#bridge/wallet-api.ts';
import type { LotView } from '#bridge/wallet-programme.ts';
import { Quantity } from '#ui/amount.tsx';
import { Icon } from '#ui/icon.tsx';
import { useLanguage } from '#ui/language.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { EntryWhy } from '#wallet/why/entry-why.tsx';
import { Fold } from './fold.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import styles from './programme.module.css';

export interface BalanceLotsProps {
  readonly balance: ProgrammeBalance;
  readonly entries: readonly ActivityEntry[];
}

/** The next ones to lapse are what matters; the rest is one touch away. */
const SHOWN = 3;

/** What the balance is made of, soonest end first; each part opens to the reason why it is there. */
export function BalanceLots({ balance, entries }: BalanceLotsProps) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  const [opened, setOpened] = useState<ActivityEntry>();
  const { lots, later, scale } = balance;
  const row = (lot: LotView, place: number) => (
    <Lot key={place} lot={lot} scale={scale} entry={entryOf(lot, entries)} onOpen={setOpened} />
  );
  const lapses = lots.some(({ untilMs }) => untilMs !== undefined);
  const shown = lapses ? SHOWN : 0;
  const rest = lots.slice(shown);
  return (
    <div class={styles.lots}>
      {lapses && (
        <>
          <h2 class={styles.lotsTitle}>{words.lots}</h2>
          <ul>{lots.slice(0, shown).map(row)}</ul>
        </>
      )}
      {rest.length > 0 && (
        <Fold summary={format.plural(rest.length, lapses ? words.moreLots : words.endlessLots)}>
          <ul>{rest.map(row)}</ul>
        </Fold>
      )}
      {later.map(({ qty, usableMs }) => (
        <p key={usableMs} class={styles.lot}>
          <Quantity qty={qty} scale={scale} signed />
          <span>{words.later(format.day(usableMs))}</span>
        </p>
      ))}
      <Sheet open={opened !== undefined} title={words.lotWhy} onClose={() => setOpened(undefined)}>
        {opened !== undefined && <EntryWhy entry={opened} />}
      </Sheet>
    </div>
  );
}

function entryOf({ entryId }: LotView, entries: readonly ActivityEntry[]): ActivityEntry | undefined {
  return entryId === undefined ? undefined : entries.find(({ id }) => id === entryId);
}

interface LotProps {
  readonly lot: LotView;
  readonly scale: number;
  readonly entry: ActivityEntry | undefined;
  readonly onOpen: (entry: ActivityEntry) => void;
}

function Lot({ lot, scale, entry, onOpen }: LotProps) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  const end = lot.untilMs === undefined ? words.lotForever : words.lotUntil(format.day(lot.untilMs));
  const inside = (
    <>
      <Quantity qty={lot.qty} scale={scale} />
      <span class={styles.lotEnd}>
        {end}
        {entry !== undefined && <Icon name="forward" size="s" />}
      </span>
    </>
  );
  return (
    <li>
      {entry === undefined ? (
        <p class={styles.lot}>{inside}</p>
      ) : (
        <button type="button" class={`${styles.lot} ${styles.lotButton}`} onClick={() => onOpen(entry)}>
          {inside}
        </button>
      )}
    </li>
  );
}
