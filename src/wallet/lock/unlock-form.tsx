import type { LockView } from '#bridge/wallet-lock.ts';
import { wordLoaders } from '#i18n/topics/lock/load.ts';
import type { PasskeyWords } from '#i18n/topics/passkey/en.ts';
import { wordLoaders as passkeyWords } from '#i18n/topics/passkey/load.ts';
import { Banner } from '#ui/banner.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { usePasskeys } from '#wallet/passkey/use-passkeys.ts';
import { PasskeyButton } from './passkey-button.tsx';
import { PinForm } from './pin-form.tsx';

export interface UnlockFormProps {
  readonly onOpen: () => void;
}

/** What opens the lock in front of a voucher or a payment, and the honest word about having none of it any more. */
export function UnlockForm({ onOpen }: UnlockFormProps) {
  const words = useTopicWords(wordLoaders);
  const passkey = useTopicWords(passkeyWords);
  const { api } = useWallet();
  const { view } = useView(() => api.lock(), ['device']);
  const here = usePasskeys();
  if (words === undefined || passkey === undefined || here === undefined || view.state !== 'ready')
    return null;
  const lock = view.value;
  const canAsk = lock.passkey && here.canMake;
  return (
    <div class={layout.stack} data-lock="closed">
      {canAsk && <PasskeyButton words={passkey} platform={here.platform} onOpen={onOpen} />}
      {lock.passkey && !here.canMake && (
        <Banner tone="info" title={passkey.lock.notNow}>
          {passkey.lock.notNowText}
        </Banner>
      )}
      {lock.pin && (
        <PinForm words={words} act={words.unlock} quiet={canAsk} send={api.unlock} onDone={onOpen} />
      )}
      <p class={layout.soft}>{lock.passkey ? lostText(passkey, lock) : words.forgotten}</p>
    </div>
  );
}

/** What remains to somebody whose passkey is gone. */
export function lostText({ lock: words }: PasskeyWords, { pin }: LockView): string {
  return pin ? words.lostWithPin : words.lostAlone;
}
