import type { ProgrammeBalance, ProgrammeView } from '#bridge/wallet-api.ts';
import { Quantity } from '#ui/amount.tsx';
import { Chip } from '#ui/chip.tsx';
import { Icon } from '#ui/icon.tsx';
import { programmeIcon } from '#ui/programme-icons.ts';
import { useLanguage } from '#ui/language.tsx';
import { useWords } from '#wallet/environment.ts';
import { BalanceLots } from './balance-lots.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import styles from './programme.module.css';

/** The balance as a large printed ticket, and under its perforation when each part lapses. */
export function ProgrammeHead({ programme }: { readonly programme: ProgrammeView }) {
  const { look, balances, about, entries } = programme;
  const words = useWords();
  return (
    <section class={styles.head}>
      <p class={styles.merchant}>
        <Icon name={programmeIcon(look.icon)} /> {look.merchantName}
        {look.added === 'unverified' && (
          <Chip tone="warn" icon="warning">
            {words.home.unverified}
          </Chip>
        )}
      </p>
      {fullFirst(balances).map((balance, place) => (
        <BalanceBlock
          key={balance.unitId}
          balance={balance}
          entries={entries}
          isLarge={place === 0 || !isNothing(balance)}
        />
      ))}
      {balances.every(isNothing) && <p class={styles.about}>{about}</p>}
    </section>
  );
}

/** What there is nothing of takes no room from what there is. */
function fullFirst(balances: readonly ProgrammeBalance[]): readonly ProgrammeBalance[] {
  return [...balances.filter((balance) => !isNothing(balance)), ...balances.filter(isNothing)];
}

function isNothing({ qty, pendingQty, later }: ProgrammeBalance): boolean {
  return qty === 0 && pendingQty === 0 && later.length === 0;
}

interface BalanceBlockProps {
  readonly balance: ProgrammeBalance;
  readonly entries: ProgrammeView['entries'];
  readonly isLarge: boolean;
}

function BalanceBlock({ balance, entries, isLarge }: BalanceBlockProps) {
  const words = useWords();
  const programmeWords = useProgrammeWords();
  const { format } = useLanguage();
  const { qty, scale, pendingQty, lots, later, idleAfter } = balance;
  const size = isLarge ? { size: 'xl' as const } : {};
  return (
    <div class={styles.balance}>
      <p class={styles.figure}>
        <Quantity qty={qty} scale={scale} {...size} /> <span class={styles.unit}>{balance.unitName}</span>
      </p>
      {pendingQty !== 0 && <p class={styles.pending}>{words.pending(format.change(pendingQty, scale))}</p>}
      {(lots.length > 0 || later.length > 0) && <BalanceLots balance={balance} entries={entries} />}
      {idleAfter !== undefined && qty > 0 && <p class={styles.idle}>{programmeWords.idleAfter(idleAfter)}</p>}
    </div>
  );
}
