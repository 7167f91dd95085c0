import type { VoucherView } from '#bridge/wallet-api.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { Chip } from '#ui/chip.tsx';
import { useLanguage } from '#ui/language.tsx';
import { StubValue } from '#ui/stub-value.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { wordLoaders } from '#i18n/topics/devices/load.ts';
import { TicketCard, TicketLines } from '#ui/ticket-card.tsx';
import { useWords } from '#wallet/environment.ts';
import { conditionOf, isOver, validityOf, worthOf } from './voucher-words.ts';
import styles from './vouchers.module.css';

export interface VoucherTicketProps {
  readonly voucher: VoucherView;
  readonly onOpen?: () => void;
  readonly torn?: boolean;
}

/** A voucher as a paper ticket: what and where on the body, the worth on the stub that the till tears off. */
export function VoucherTicket({ voucher, onOpen, torn = false }: VoucherTicketProps) {
  const words = useWords();
  const { format, refusals } = useLanguage();
  const { look, title, state } = voucher;
  return (
    <TicketCard
      look={look}
      size="l"
      spent={(isOver(voucher) || state === 'withdrawn') && !torn}
      torn={torn}
      stub={<StubValue value={worthOf(voucher, format)} caption={words.voucher.off} />}
      {...(onOpen === undefined ? {} : { onClick: onOpen })}
    >
      <TicketLines
        over={look.merchantName}
        title={title}
        under={
          <>
            <span class={styles.line}>{conditionOf(voucher, words, format)}</span>
            <span class={styles.line}>{validityOf(voucher, words, format)}</span>
          </>
        }
      />
      {(state === 'elsewhere' || state === 'leaving') && <ElsewhereChip />}
      {state === 'withdrawn' && (
        <span class={styles.state}>
          <Chip tone="bad" icon="refusal">
            {refusalText(refusals, 'voucher_withdrawn').headline}
          </Chip>
        </span>
      )}
      {(state === 'presented' || state === 'waiting') && (
        <span class={styles.state}>
          <Chip
            tone={state === 'presented' ? 'warn' : 'info'}
            icon={state === 'presented' ? 'qr' : 'pending'}
          >
            {words.voucher[state]}
          </Chip>
        </span>
      )}
    </TicketCard>
  );
}

/** Somebody with several phones looks for it on the right one. */
function ElsewhereChip() {
  const words = useTopicWords(wordLoaders);
  if (words === undefined) return null;
  return (
    <span class={styles.state}>
      <Chip tone="info" icon="unlink">
        {words.onOther}
      </Chip>
    </span>
  );
}
