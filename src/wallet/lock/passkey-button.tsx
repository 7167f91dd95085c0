import type { PasskeyWords } from '#i18n/topics/passkey/en.ts';
import { Button } from '#ui/button.tsx';
import { useWallet } from '#wallet/environment.ts';
import { unlockByPasskey } from '#wallet/passkey/lock-ceremonies.ts';
import { PasskeyFault } from '#wallet/passkey/passkey-fault.tsx';
import type { PasskeyPlatform } from '#wallet/passkey/platform.ts';
import { useTask } from '#wallet/safety/use-task.ts';

export interface PasskeyButtonProps {
  readonly words: PasskeyWords;
  readonly platform: PasskeyPlatform;
  readonly onOpen: () => void;
  /** Something else on the screen is the first thing to do. */
  readonly quiet?: boolean;
}

/** Opens the lock by what unlocks the phone. It asks only when it is pressed: some browsers refuse without a touch. */
export function PasskeyButton({ words, platform, onOpen, quiet = false }: PasskeyButtonProps) {
  const { api } = useWallet();
  const task = useTask<null>();
  const unlock = async () => {
    const opened = await task.run(() => unlockByPasskey({ api, passkeys: platform }));
    if (opened !== undefined) onOpen();
  };
  return (
    <>
      {task.fault !== undefined && <PasskeyFault words={words} kind={task.fault} />}
      <Button
        kind={quiet ? 'quiet' : 'primary'}
        size="l"
        icon="shield"
        wide
        busy={task.busy}
        onClick={() => void unlock()}
      >
        {words.lock.unlock}
      </Button>
    </>
  );
}
