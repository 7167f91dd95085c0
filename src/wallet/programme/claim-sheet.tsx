import type { RewardView } from '#bridge/wallet-programme.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { useLanguage } from '#ui/language.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { PriceText } from './price-text.tsx';
import { StatementAnswer } from './statement-answer.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import { useStatement } from './use-statement.ts';

export interface ClaimSheetProps {
  readonly programmeId: string;
  /** Absent: closed. */
  readonly reward: RewardView | undefined;
  readonly onClose: () => void;
}

/** A reward with its price and what comes of it; one touch more claims it. */
export function ClaimSheet({ programmeId, reward, onClose }: ClaimSheetProps) {
  const words = useProgrammeWords();
  const { api } = useWallet();
  const rewardId = reward?.id;
  const { progress, state } = useStatement(rewardId, (intentId) =>
    api.claimReward({ programmeId, rewardId: rewardId ?? '', intentId }),
  );
  const isOpen = progress.phase === 'asking' || progress.phase === 'busy';
  return (
    <Sheet open={reward !== undefined} title={reward?.name ?? ''} onClose={onClose}>
      {reward !== undefined && (
        <div class={layout.stack}>
          <Terms reward={reward} isDone={progress.phase === 'done'} />
          <StatementAnswer progress={progress} doneTitle={words.claimDone} />
          {isOpen && reward.state === 'claimable' && (
            <>
              {reward.stock !== undefined && <Banner tone="info" title={words.claimStockHint} />}
              <Button kind="primary" size="l" wide busy={progress.phase === 'busy'} onClick={state}>
                {words.claimNow}
              </Button>
            </>
          )}
          {isOpen && reward.state !== 'claimable' && (
            <Banner tone="plain" title={words.rewardStates[reward.state]} />
          )}
        </div>
      )}
    </Sheet>
  );
}

function Terms({ reward, isDone }: { readonly reward: RewardView; readonly isDone: boolean }) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  const { price, gives, opensMs, closesMs, stock } = reward;
  const left = price.kind === 'units' && !isDone ? price.balanceQty - price.qty : undefined;
  return (
    <dl class={layout.facts}>
      <dt>{words.claimPrice}</dt>
      <dd>
        <PriceText price={price} />
      </dd>
      {price.kind === 'units' && left !== undefined && left >= 0 && (
        <>
          <dt>{words.claimLeft}</dt>
          <dd>
            {format.quantity(left, price.scale)} {price.unitName}
          </dd>
        </>
      )}
      {gives.length > 0 && (
        <>
          <dt>{words.claimGives}</dt>
          <dd>{format.list(gives)}</dd>
        </>
      )}
      {(opensMs !== undefined || closesMs !== undefined) && (
        <>
          <dt>{words.rewardStates[opensMs === undefined ? 'claimable' : 'not_open']}</dt>
          <dd>
            {opensMs === undefined
              ? closesMs !== undefined && words.closes(format.dayTime(closesMs))
              : words.opens(format.dayTime(opensMs))}
          </dd>
        </>
      )}
      {stock !== undefined && (
        <>
          <dt>{words.stockLabel}</dt>
          <dd>{words.stock(format.integer(stock))}</dd>
        </>
      )}
    </dl>
  );
}
