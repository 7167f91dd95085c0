import { useState } from 'preact/hooks';
import type { VoucherView } from '#bridge/wallet-api.ts';
import layout from '#wallet/layout.module.css';
import { Section } from '#wallet/screen.tsx';
import { VoucherSheet } from '#wallet/vouchers/voucher-sheet.tsx';
import { VoucherTicket } from '#wallet/vouchers/voucher-ticket.tsx';
import { useProgrammeWords } from './use-programme-words.ts';

/** The vouchers that this programme gave. */
export function VoucherList({ vouchers }: { readonly vouchers: readonly VoucherView[] }) {
  const words = useProgrammeWords();
  const [openedKey, setOpenedKey] = useState<string>();
  if (vouchers.length === 0) return null;
  return (
    <Section title={words.vouchers}>
      <ul class={layout.tickets}>
        {vouchers.map((voucher) => (
          <li key={voucher.key}>
            <VoucherTicket voucher={voucher} onOpen={() => setOpenedKey(voucher.key)} />
          </li>
        ))}
      </ul>
      <VoucherSheet
        voucher={vouchers.find(({ key }) => key === openedKey)}
        onClose={() => setOpenedKey(undefined)}
      />
    </Section>
  );
}
