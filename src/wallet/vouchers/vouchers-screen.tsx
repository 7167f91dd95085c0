import { useState } from 'preact/hooks';
import type { VoucherView } from '#bridge/wallet-api.ts';
import { Segmented } from '#ui/choice.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Icon } from '#ui/icon.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useView } from '#ui/use-view.ts';
import { useWallet, useWords } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { Loaded, Screen } from '#wallet/screen.tsx';
import { VoucherSheet } from './voucher-sheet.tsx';
import { VoucherTicket } from './voucher-ticket.tsx';
import { isOver } from './voucher-words.ts';
import styles from './vouchers.module.css';

export function VouchersScreen() {
  const { api } = useWallet();
  const { locale } = useLanguage();
  const words = useWords();
  const live = useView(() => api.vouchers(locale), ['vouchers', 'programmes'], [locale]);
  return (
    <Screen title={words.voucher.title} narrow>
      <Loaded live={live} shapes={['ticket', 'ticket', 'ticket']}>
        {(vouchers) =>
          vouchers.length === 0 ? (
            <EmptyState icon="ticket" title={words.voucher.emptyTitle}>
              {words.voucher.emptyText}
            </EmptyState>
          ) : (
            <Vouchers vouchers={vouchers} />
          )
        }
      </Loaded>
    </Screen>
  );
}

const EVERYWHERE = '';

function Vouchers({ vouchers }: { readonly vouchers: readonly VoucherView[] }) {
  const words = useWords();
  const [merchant, setMerchant] = useState(EVERYWHERE);
  const [openedKey, setOpenedKey] = useState<string>();
  const merchants = [...new Set(vouchers.map((voucher) => voucher.look.merchantName))];
  const shown = vouchers.filter(
    (voucher) => merchant === EVERYWHERE || voucher.look.merchantName === merchant,
  );
  const open = (voucher: VoucherView) => setOpenedKey(voucher.key);
  return (
    <div class={layout.stack}>
      {merchants.length > 1 && (
        <Segmented
          label={words.voucher.filter}
          layout="wrap"
          value={merchant}
          onChange={setMerchant}
          options={[EVERYWHERE, ...merchants].map((value) => ({
            value,
            label: value === EVERYWHERE ? words.voucher.allMerchants : value,
          }))}
        />
      )}
      <TicketList vouchers={shown.filter((voucher) => !isOver(voucher))} onOpen={open} />
      <Past vouchers={shown.filter(isOver)} onOpen={open} />
      <VoucherSheet
        voucher={vouchers.find((voucher) => voucher.key === openedKey)}
        onClose={() => setOpenedKey(undefined)}
      />
    </div>
  );
}

interface ListProps {
  readonly vouchers: readonly VoucherView[];
  readonly onOpen: (voucher: VoucherView) => void;
}

function TicketList({ vouchers, onOpen }: ListProps) {
  return (
    <ul class={layout.tickets}>
      {vouchers.map((voucher) => (
        <li key={voucher.key}>
          <VoucherTicket voucher={voucher} onOpen={() => onOpen(voucher)} />
        </li>
      ))}
    </ul>
  );
}

/** Out of the way, but findable. */
function Past({ vouchers, onOpen }: ListProps) {
  const words = useWords();
  const { format } = useLanguage();
  if (vouchers.length === 0) return null;
  return (
    <details class={styles.past}>
      <summary>
        {format.plural(vouchers.length, words.voucher.folded)}
        <span class={styles.turn}>
          <Icon name="down" size="s" />
        </span>
      </summary>
      <TicketList vouchers={vouchers} onOpen={onOpen} />
    </details>
  );
}
