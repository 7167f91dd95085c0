import type { Outcome } from '#bridge/common-views.ts';
import type { LockView } from '#bridge/wallet-lock.ts';
import type { LockWords } from '#i18n/topics/lock/en.ts';
import type { PasskeyWords } from '#i18n/topics/passkey/en.ts';
import { Button } from '#ui/button.tsx';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { removeLockPasskey, setLockPasskey } from '#wallet/passkey/lock-ceremonies.ts';
import { PasskeyFault } from '#wallet/passkey/passkey-fault.tsx';
import type { PasskeysHere } from '#wallet/passkey/passkeys-here.ts';
import { useTask } from '#wallet/safety/use-task.ts';
import { PasskeyButton } from './passkey-button.tsx';
import { PinForm } from './pin-form.tsx';
import { UnlockForm, lostText } from './unlock-form.tsx';

export type LockChange = 'set-pin' | 'remove-pin' | 'set-passkey' | 'remove-passkey';

export interface LockSheetProps {
  readonly change: LockChange;
  readonly lock: LockView;
  readonly here: PasskeysHere;
  readonly words: LockWords;
  readonly passkey: PasskeyWords;
  /** The lock was opened, or has shut itself: look again. */
  readonly onOpened: () => void;
  readonly onDone: () => void;
}

/** One change of the lock. Whoever has not opened it changes nothing; a PIN proves itself on its way out. */
export function LockSheet(props: LockSheetProps) {
  const { change, lock, words } = props;
  const { api } = useWallet();
  if (change === 'remove-pin') return <RemovePin {...props} />;
  if (!lock.open) return <UnlockForm onOpen={props.onOpened} />;
  if (change === 'set-pin')
    return (
      <>
        <PinForm words={words} act={words.save} twice send={api.setPin} onDone={props.onDone} />
        <p class={layout.soft}>{words.forgotten}</p>
      </>
    );
  return <PasskeyChange {...props} />;
}

function RemovePin({ words, passkey, lock, here, onDone }: LockSheetProps) {
  const { api } = useWallet();
  const task = useTask<null>();
  const canAsk = lock.passkey && here.canMake;
  const removeOpened = async () => {
    if ((await task.run(() => api.removePin())) !== undefined) onDone();
  };
  return (
    <div class={layout.stack}>
      <PinForm words={words} act={words.remove} send={(pin) => api.removePin(pin)} onDone={onDone} />
      {task.fault !== undefined && <PasskeyFault words={passkey} kind={task.fault} />}
      {canAsk ? (
        <PasskeyButton words={passkey} platform={here.platform} quiet onOpen={() => void removeOpened()} />
      ) : (
        <p class={layout.soft}>{words.forgotten}</p>
      )}
    </div>
  );
}

function PasskeyChange({ change, lock, here, passkey, onOpened, onDone }: LockSheetProps) {
  const { api } = useWallet();
  const task = useTask<null>();
  const { lock: words } = passkey;
  const parts = { api, passkeys: here.platform };
  const sets = change === 'set-passkey';
  const run = async () => {
    const call = (): Promise<Outcome<null>> =>
      sets ? setLockPasskey(parts, { name: words.name, displayName: words.name }) : removeLockPasskey(parts);
    if ((await task.run(call)) !== undefined) onDone();
    else onOpened();
  };
  const removeText = lock.pin ? words.removeText : words.removeOff;
  return (
    <div class={layout.stack}>
      <p>{sets ? words.setText : removeText}</p>
      {sets && <p class={layout.soft}>{lostText(passkey, lock)}</p>}
      {task.fault !== undefined && <PasskeyFault words={passkey} kind={task.fault} />}
      <Button kind="primary" size="l" icon="shield" wide busy={task.busy} onClick={() => void run()}>
        {sets ? words.setGo : words.remove}
      </Button>
    </div>
  );
}
