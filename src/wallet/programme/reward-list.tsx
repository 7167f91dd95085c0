import { useState } from 'preact/hooks';
import type { RewardPrice, RewardView } from '#bridge/wallet-programme.ts';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { Section } from '#wallet/screen.tsx';
import { ClaimSheet } from './claim-sheet.tsx';
import { PriceText } from './price-text.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import styles from './programme.module.css';

export interface RewardListProps {
  readonly programmeId: string;
  readonly rewards: readonly RewardView[];
}

/** What can be had for points, with its price; each opens to what it gives and to claiming it. */
export function RewardList({ programmeId, rewards }: RewardListProps) {
  const words = useProgrammeWords();
  const [openedId, setOpenedId] = useState<string>();
  if (rewards.length === 0) return null;
  return (
    <Section title={words.rewards}>
      <RowList>
        {rewards.map((reward) => (
          <li key={reward.id}>
            <ListRow
              icon="gift"
              title={reward.name}
              detail={<RewardState reward={reward} />}
              end={<PriceText price={reward.price} />}
              onClick={() => setOpenedId(reward.id)}
            />
          </li>
        ))}
      </RowList>
      <ClaimSheet
        programmeId={programmeId}
        reward={rewards.find(({ id }) => id === openedId)}
        onClose={() => setOpenedId(undefined)}
      />
    </Section>
  );
}

function RewardState({ reward }: { readonly reward: RewardView }) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  const { state, price, opensMs, pending } = reward;
  const missing = state === 'unaffordable' ? missingText(price, format.quantity) : undefined;
  const main =
    opensMs === undefined
      ? missing === undefined
        ? words.rewardStates[state]
        : words.missing(missing)
      : words.opens(format.dayTime(opensMs));
  return (
    <>
      {main}
      {pending > 0 && <span class={styles.pendingClaims}>{format.plural(pending, words.pendingClaims)}</span>}
    </>
  );
}

function missingText(
  price: RewardPrice,
  quantity: (qty: number, scale: number) => string,
): string | undefined {
  if (price.kind !== 'units' || price.missingQty === 0) return undefined;
  return `${quantity(price.missingQty, price.scale)} ${price.unitName}`;
}
