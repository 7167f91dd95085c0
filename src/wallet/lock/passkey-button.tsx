import { wordLoaders } from '#i18n/topics/passkey/load.ts';
import { Button } from '#ui/button.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWallet } from '#wallet/environment.ts';
import { unlockByPasskey } from '#wallet/passkey/lock-ceremonies.ts';
import type { PasskeyPlatform } from '#wallet/passkey/platform.ts';
import { FaultBanner } from '#wallet/safety/fault-banner.tsx';
import { useTask } from '#wallet/safety/use-task.ts';

export interface PasskeyButtonProps {
  readonly platform: PasskeyPlatform;
  readonly onOpen: () => void;
}

/** Opens the lock by what unlocks the phone. It asks only when it is pressed: some browsers refuse without a touch. */
export function PasskeyButton({ platform, onOpen }: PasskeyButtonProps) {
  const words = useTopicWords(wordLoaders);
  const { api } = useWallet();
  const task = useTask<null>();
  if (words === undefined) return null;
  const unlock = async () => {
    const opened = await task.run(() => unlockByPasskey({ api, passkeys: platform }));
    if (opened !== undefined) onOpen();
  };
  return (
    <>
      {task.fault !== undefined && <FaultBanner kind={task.fault} />}
      <Button kind="primary" size="l" icon="shield" wide busy={task.busy} onClick={() => void unlock()}>
        {words.lock.unlock}
      </Button>
    </>
  );
}
