import type { ProgrammeView } from '#bridge/wallet-api.ts';
import { Quantity } from '#ui/amount.tsx';
import { Chip } from '#ui/chip.tsx';
import { Icon } from '#ui/icon.tsx';
import { programmeIcon } from '#ui/programme-icons.ts';
import { useLanguage } from '#ui/language.tsx';
import { useWords } from '#wallet/environment.ts';
import styles from './programme.module.css';

type Balance = ProgrammeView['balances'][number];

/** The balance as a large printed ticket, and under its perforation when each part lapses. */
export function ProgrammeHead({ programme }: { readonly programme: ProgrammeView }) {
  const { look, balances } = programme;
  const words = useWords();
  return (
    <section class={styles.head} style={{ '--accent': look.colour }}>
      <p class={styles.merchant}>
        <Icon name={programmeIcon(look.icon)} /> {look.merchantName}
        {look.added === 'unverified' && (
          <Chip tone="warn" icon="warning">
            {words.home.unverified}
          </Chip>
        )}
      </p>
      {balances.map((balance) => (
        <BalanceBlock key={balance.unitId} balance={balance} />
      ))}
    </section>
  );
}

function BalanceBlock({ balance }: { readonly balance: Balance }) {
  const words = useWords();
  const { format } = useLanguage();
  return (
    <div class={styles.balance}>
      <p class={styles.figure}>
        <Quantity qty={balance.qty} scale={balance.scale} size="xl" />{' '}
        <span class={styles.unit}>{balance.unitName}</span>
      </p>
      {balance.pendingQty !== 0 && (
        <p class={styles.pending}>{words.pending(format.change(balance.pendingQty, balance.scale))}</p>
      )}
      {balance.lots.length > 0 && <Lots balance={balance} />}
    </div>
  );
}

function Lots({ balance }: { readonly balance: Balance }) {
  const words = useWords();
  const { format } = useLanguage();
  return (
    <div class={styles.lots}>
      <h2 class={styles.lotsTitle}>{words.programme.lots}</h2>
      <ul>
        {balance.lots.map((lot) => (
          <li key={`${lot.fromMs}-${lot.untilMs}`} class={styles.lot}>
            <Quantity qty={lot.qty} scale={balance.scale} />
            <span>
              {lot.untilMs === undefined
                ? words.programme.lotForever
                : words.programme.lotUntil(format.day(lot.untilMs))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
