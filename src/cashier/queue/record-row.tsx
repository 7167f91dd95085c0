import type { TillRecord } from '#bridge/till-record.ts';
import { useWords } from '#cashier/shell/words.ts';
import { isolated, isolatedTitle } from '#cashier/serve/isolated.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { wordLoaders } from '#i18n/topics/till-pay/load.ts';
import type { UndoWords } from '#i18n/topics/undo/en.ts';
import { Amount, DateTime } from '#ui/amount.tsx';
import type { Tone } from '#ui/banner.tsx';
import { Chip } from '#ui/chip.tsx';
import type { IconName } from '#ui/icon-paths.ts';
import { ListRow } from '#ui/list-row.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import styles from './record-row.module.css';

const STATE_TONES: Readonly<Record<TillRecord['state'], Tone>> = {
  unsent: 'warn',
  accepted: 'good',
  conflict: 'bad',
  rejected: 'bad',
};
const STATE_ICONS: Readonly<Record<TillRecord['state'], IconName>> = {
  unsent: 'pending',
  accepted: 'check',
  conflict: 'warning',
  rejected: 'refusal',
};
const KIND_ICONS: Readonly<Record<TillRecord['kind'], IconName>> = {
  earn: 'receipt',
  redeem: 'ticket',
  pay: 'star',
  undo: 'back',
};

/** One record: what, when, how much, and what the server says about it. */
export function RecordRow(props: {
  readonly record: TillRecord;
  readonly words: UndoWords['till'];
  readonly onClick?: () => void;
}) {
  const { app, format } = useWords();
  const { record, words, onClick } = props;
  const { kind, sequence, atMs, discount, state } = record;
  return (
    <li data-record={record.id} data-state={state} data-kind={kind}>
      <ListRow
        icon={KIND_ICONS[kind]}
        title={useTitle(record)}
        detail={
          <>
            {useKindName(record, words)} · {app.queue.number(format.integer(sequence))} ·{' '}
            <DateTime atMs={atMs} />
            <span class={styles.state}>
              <Chip tone={STATE_TONES[state]} icon={STATE_ICONS[state]}>
                {app.queue[state]}
              </Chip>
              {record.takenBack !== undefined && (
                <Chip tone="info" icon="back">
                  {record.takenBack === 'whole' ? words.takenWhole : words.takenPart}
                </Chip>
              )}
            </span>
            <Reason record={record} />
          </>
        }
        end={
          <span class={styles.end}>
            <Amount money={signedTotal(record)} />
            {discount !== undefined && kind !== 'undo' && (
              <span class={styles.discount}>
                {app.serve.discount} <Amount money={discount} />
              </span>
            )}
          </span>
        }
        {...(onClick === undefined ? {} : { onClick })}
      />
    </li>
  );
}

/** What was taken back counts the other way. */
function signedTotal({ kind, total }: TillRecord): TillRecord['total'] {
  return kind === 'undo' ? { ...total, amountMinor: -total.amountMinor } : total;
}

function useTitle({ memberName, voucherTitle }: TillRecord): string {
  const { app } = useWords();
  if (voucherTitle !== undefined) return isolatedTitle(voucherTitle);
  return memberName === undefined ? app.queue.earn : app.serve.member(isolated(memberName));
}

export function useKindName({ kind, undo }: TillRecord, words: UndoWords['till']): string {
  const { app } = useWords();
  const pay = useTopicWords(wordLoaders);
  // Its words arrive a moment after the list.
  if (kind === 'pay') return pay?.paid ?? '';
  if (kind !== 'undo') return app.queue[kind];
  return undo?.whole === false ? words.kindRefund : words.kindVoid;
}

function Reason({ record }: { readonly record: TillRecord }) {
  const { refusals } = useWords();
  if (record.reason === undefined) return null;
  const { headline, next } = refusalText(refusals, record.reason.kind);
  return (
    <span class={styles.reason}>
      {headline}. {next}
    </span>
  );
}
