import { useLocation } from 'preact-iso';
import { wordLoaders as deviceWords } from '#i18n/topics/devices/load.ts';
import { wordLoaders } from '#i18n/topics/safety/load.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';

/** Calmly, where it is seen first: another device of the same person has shut this one out. */
function RemovedNotice() {
  const words = useTopicWords(deviceWords);
  if (words === undefined) return null;
  return (
    <Banner tone="info" icon="unlink" title={words.goneTitle}>
      {words.goneText}
    </Banner>
  );
}

/** Says plainly what a lost phone would take with it, as long as that is so and there is something to lose. */
export function LossNotice() {
  const { api } = useWallet();
  const { route } = useLocation();
  const words = useTopicWords(wordLoaders);
  const { view } = useView(() => api.safety(), ['device', 'activity']);
  if (words === undefined || view.state !== 'ready') return null;
  const { enrolled, recoverySetAtMs, passkeySetAtMs, receipts, removed } = view.value;
  const isSafe = recoverySetAtMs !== undefined || passkeySetAtMs !== undefined;
  if (removed) return <RemovedNotice />;
  if (!enrolled || isSafe || receipts === 0) return null;
  return (
    <Banner
      tone="warn"
      icon="shield"
      title={words.loss.title}
      actions={
        <Button kind="primary" onClick={() => route('/safety')}>
          {words.recovery.make}
        </Button>
      }
    >
      {view.value.remind && words.loss.text}
    </Banner>
  );
}
