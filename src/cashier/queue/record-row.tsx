import type { TillRecord } from '#bridge/cashier-api.ts';
import { useWords } from '#cashier/shell/words.ts';
import { isolated, isolatedTitle } from '#cashier/serve/isolated.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { Amount, DateTime } from '#ui/amount.tsx';
import type { Tone } from '#ui/banner.tsx';
import { Chip } from '#ui/chip.tsx';
import type { IconName } from '#ui/icon-paths.ts';
import { ListRow } from '#ui/list-row.tsx';
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

/** One sale or redemption: what, when, how much, and what the server says about it. */
export function RecordRow({
  record,
  onClick,
}: {
  readonly record: TillRecord;
  readonly onClick?: () => void;
}) {
  const { app, format } = useWords();
  const { kind, sequence, atMs, total, discount, memberName, voucherTitle, state } = record;
  const whose = memberName === undefined ? app.queue.earn : app.serve.member(isolated(memberName));
  const title = voucherTitle === undefined ? whose : isolatedTitle(voucherTitle);
  return (
    <li data-record={record.id} data-state={state}>
      <ListRow
        icon={kind === 'earn' ? 'receipt' : 'ticket'}
        title={title}
        detail={
          <>
            {kind === 'earn' ? app.queue.earn : app.queue.redeem} ·{' '}
            {app.queue.number(format.integer(sequence))} · <DateTime atMs={atMs} />
            <span class={styles.state}>
              <Chip tone={STATE_TONES[state]} icon={STATE_ICONS[state]}>
                {app.queue[state]}
              </Chip>
            </span>
            <Reason record={record} />
          </>
        }
        end={
          <span class={styles.end}>
            <Amount money={total} />
            {discount !== undefined && (
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
