import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import type { PresentedVoucher, VoucherView } from '#bridge/wallet-api.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { wordLoaders } from '#i18n/topics/pay/load.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { useLanguage } from '#ui/language.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWallet, useWords } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { MoveSection } from '#wallet/devices/move-section.tsx';
import { CodeFace } from '#wallet/pass/code-face.tsx';
import { useRenewingCode } from '#wallet/pass/use-renewing-code.ts';
import { VoucherTicket } from './voucher-ticket.tsx';
import { conditionOf, isOver, validityOf, worthOf } from './voucher-words.ts';
import styles from './vouchers.module.css';

export interface VoucherSheetProps {
  /** Absent: closed. */
  readonly voucher: VoucherView | undefined;
  readonly onClose: () => void;
}

/** A voucher with its terms; from there to the till, full screen. */
export function VoucherSheet({ voucher, onClose }: VoucherSheetProps) {
  const words = useWords();
  const [showing, setShowing] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => setShowing(false), [voucher?.key]);
  const close = () => {
    setShowing(false);
    onClose();
  };
  return (
    <>
      <Sheet
        open={voucher !== undefined && !showing}
        title={words.voucher.one}
        onClose={showing ? nothing : close}
      >
        {voucher !== undefined && <Terms voucher={voucher} onShow={() => setShowing(true)} />}
      </Sheet>
      <Sheet open={voucher !== undefined && showing} title={words.voucher.one} size="full" onClose={close}>
        {voucher !== undefined && (
          <AtTheTill
            key={tries}
            voucher={voucher}
            onLeave={close}
            onUnlocked={() => setTries((before) => before + 1)}
          />
        )}
      </Sheet>
    </>
  );
}

// Closing the terms to make room for the code is not a wish to leave.
const nothing = () => undefined;

function Terms({ voucher, onShow }: { readonly voucher: VoucherView; readonly onShow: () => void }) {
  const words = useWords();
  const { format, refusals } = useLanguage();
  const { state } = voucher;
  const isHere = state !== 'elsewhere' && state !== 'leaving' && state !== 'withdrawn';
  const withdrawn = refusalText(refusals, 'voucher_withdrawn');
  return (
    <div class={layout.stack}>
      <VoucherTicket voucher={voucher} />
      {state === 'presented' && <Banner tone="warn" title={words.voucher.presentedHint} />}
      {state === 'withdrawn' && (
        <Banner tone="bad" title={withdrawn.headline}>
          {withdrawn.next}
        </Banner>
      )}
      {state === 'waiting' && <Banner tone="info" title={words.voucher.waitingHint} />}
      <dl class={layout.facts}>
        <dt>{words.voucher.termMerchant}</dt>
        <dd>{voucher.look.merchantName}</dd>
        <dt>{words.voucher.termMinimum}</dt>
        <dd>{conditionOf(voucher, words, format)}</dd>
        <dt>{words.voucher.termEnd}</dt>
        <dd>{validityOf(voucher, words, format)}</dd>
        <Place voucher={voucher} />
      </dl>
      <p class={layout.soft}>{words.voucher.termOnce}</p>
      {!isOver(voucher) && isHere && (
        <Button kind="primary" size="l" icon="qr" wide disabled={state === 'waiting'} onClick={onShow}>
          {state === 'presented' ? words.voucher.showAgain : words.voucher.show}
        </Button>
      )}
      {!isOver(voucher) && <MoveSection key={voucher.key} voucher={voucher} />}
    </div>
  );
}

/** Larger vouchers are good at one till alone, or answer its question. */
function Place({ voucher }: { readonly voucher: VoucherView }) {
  const words = useWords();
  const pay = useTopicWords(wordLoaders);
  const { format } = useLanguage();
  const { place } = voucher;
  if (place === undefined || pay === undefined) return null;
  const text =
    place.kind === 'tills'
      ? pay.place.tills(place.numbers.map((number) => format.integer(number)).join(', '))
      : pay.place[place.kind];
  return (
    <>
      <dt>{words.voucher.show}</dt>
      <dd>{text}</dd>
    </>
  );
}

function AtTheTill(props: {
  readonly voucher: VoucherView;
  readonly onLeave: () => void;
  readonly onUnlocked: () => void;
}) {
  const { voucher, onLeave, onUnlocked } = props;
  const words = useWords();
  const { api, clock } = useWallet();
  const { format, locale } = useLanguage();
  const { route } = useLocation();
  const code = useRenewingCode({ active: true, ask: () => api.present(voucher.key, locale), codeOf, clock });
  const onScanReceipt = () => {
    onLeave();
    route('/scan');
  };
  return (
    <CodeFace
      code={code}
      codeOf={codeOf}
      what={words.voucher.what}
      hint={words.voucher.showHint}
      onScanReceipt={onScanReceipt}
      onUnlocked={onUnlocked}
    >
      <div class={styles.shown}>
        <p class={styles.shownTitle}>{voucher.title}</p>
        <p class={layout.soft}>
          {voucher.look.merchantName} · <bdi>{worthOf(voucher, format)}</bdi> {words.voucher.off}
        </p>
      </div>
    </CodeFace>
  );
}

const codeOf = (presented: PresentedVoucher) => presented.code;
