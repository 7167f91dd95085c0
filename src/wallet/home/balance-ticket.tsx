import type { BalanceView } from '#bridge/wallet-api.ts';
import { Quantity } from '#ui/amount.tsx';
import { Chip } from '#ui/chip.tsx';
import { useLanguage } from '#ui/language.tsx';
import { StubValue } from '#ui/stub-value.tsx';
import { TicketCard, TicketLines } from '#ui/ticket-card.tsx';
import { useWords } from '#wallet/environment.ts';
import styles from './home.module.css';

/** A programme as a printed ticket in its own colour: the first unit on the stub, the rest under the name. */
export function BalanceTicket({ programme }: { readonly programme: BalanceView }) {
  const { format } = useLanguage();
  const { look, balances, tier } = programme;
  // What there is something of comes before what there is nothing of.
  const first = balances.find(({ qty, pendingQty }) => qty !== 0 || pendingQty !== 0) ?? balances[0];
  const others = balances.filter((unit) => unit !== first);
  return (
    <TicketCard
      look={look}
      stock="printed"
      size="l"
      href={`/programme/${look.programmeId}`}
      {...(first === undefined
        ? {}
        : { stub: <StubValue value={format.quantity(first.qty, first.scale)} caption={first.unitName} /> })}
    >
      <TicketLines over={<Issuer look={look} />} title={look.name} under={<UnderLine tier={tier} />} />
      {others.map((unit) => (
        <span key={unit.unitId} class={styles.unit}>
          <Quantity qty={unit.qty} scale={unit.scale} /> {unit.unitName}
        </span>
      ))}
      {first !== undefined && first.pendingQty !== 0 && (
        <Pending qty={first.pendingQty} scale={first.scale} />
      )}
    </TicketCard>
  );
}

function Issuer({ look }: Pick<BalanceView, 'look'>) {
  const words = useWords();
  if (look.added !== 'unverified') return <>{look.merchantName}</>;
  return (
    <Chip tone="warn" icon="warning">
      {words.home.unverified}
    </Chip>
  );
}

function UnderLine({ tier }: { readonly tier: BalanceView['tier'] }) {
  const words = useWords();
  if (tier === undefined) return null;
  return (
    <span class={styles.tier}>
      <span class={styles.tierName}>{tier.name}</span>
      {tier.next !== undefined && <span>{words.home.tierMissing(tier.next.missing, tier.next.name)}</span>}
    </span>
  );
}

function Pending({ qty, scale }: { readonly qty: number; readonly scale: number }) {
  const words = useWords();
  const { format } = useLanguage();
  return <span class={styles.pending}>{words.pending(format.change(qty, scale))}</span>;
}
