import { useState } from 'preact/hooks';
import type { ApprovedLinkView, LinkOfferView } from '#bridge/wallet-devices.ts';
import type { DevicesWords } from '#i18n/topics/devices/en.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { CodeCanvas } from '#ui/code-canvas.tsx';
import { ScannerView } from '#ui/scanner-view.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { useTask } from '#wallet/safety/use-task.ts';
import { DeviceFault } from './device-fault.tsx';
import { Digits } from './digits.tsx';
import styles from './devices.module.css';

export interface LinkSheetProps {
  readonly words: DevicesWords;
  readonly onClose: () => void;
}

/** On the enrolled phone: scan the other one's code, compare, sign. */
export function LinkSheet({ words, onClose }: LinkSheetProps) {
  const { api } = useWallet();
  const [text, setText] = useState<string>();
  const offer = useTask<LinkOfferView>();
  const link = useTask<ApprovedLinkView>();
  const read = async (scanned: string) => {
    if ((await offer.run(() => api.readLink(scanned))) !== undefined) setText(scanned);
  };
  const again = () => {
    setText(undefined);
    offer.reset();
    link.reset();
  };
  return (
    <Sheet open title={text === undefined ? words.add : words.compare} onClose={onClose}>
      <div class={layout.stack}>
        {link.result !== undefined ? (
          <Approved link={link.result} words={words} onClose={onClose} />
        ) : text !== undefined && offer.result !== undefined ? (
          <>
            <Digits digits={offer.result.digits} label={words.digits} />
            <p>{words.compareText(offer.result.name === '' ? words.unnamed : offer.result.name)}</p>
            {link.fault !== undefined && <DeviceFault kind={link.fault} words={words} />}
            <Button
              kind="primary"
              size="l"
              wide
              busy={link.busy}
              onClick={() => void link.run(() => api.approveLink(text))}
            >
              {words.same}
            </Button>
            <Button kind="quiet" wide onClick={again}>
              {words.different}
            </Button>
          </>
        ) : (
          <ScanTheirs words={words} fault={offer.fault} onText={(scanned) => void read(scanned)} />
        )}
      </div>
    </Sheet>
  );
}

interface ScanTheirsProps {
  readonly words: DevicesWords;
  readonly fault: string | undefined;
  readonly onText: (text: string) => void;
}

function ScanTheirs({ words, fault, onText }: ScanTheirsProps) {
  const { openScanner, inputs } = useWallet();
  return (
    <>
      <p>{words.addText}</p>
      {fault !== undefined && <DeviceFault kind={fault} words={words} />}
      <ScannerView open={openScanner} inputs={inputs} onText={onText} />
    </>
  );
}

interface ApprovedProps {
  readonly link: ApprovedLinkView;
  readonly words: DevicesWords;
  readonly onClose: () => void;
}

function Approved({ link, words, onClose }: ApprovedProps) {
  return (
    <>
      {link.sent ? (
        <Banner tone="good" live title={words.sent} />
      ) : (
        <>
          <Banner tone="info" live title={words.notSent} />
          <div class={styles.symbol}>
            <CodeCanvas text={link.answer} label={words.answer} />
          </div>
        </>
      )}
      <Button kind="primary" size="l" wide onClick={onClose}>
        {words.done}
      </Button>
    </>
  );
}
