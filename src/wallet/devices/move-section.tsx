import { useState } from 'preact/hooks';
import type { MovedView, OwnDeviceView } from '#bridge/wallet-devices.ts';
import type { VoucherView } from '#bridge/wallet-api.ts';
import { wordLoaders } from '#i18n/topics/devices/load.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { useTask } from '#wallet/safety/use-task.ts';
import { DeviceFault } from './device-fault.tsx';

/** Below a voucher's terms: that it is elsewhere, or the way there. Nothing for somebody with one phone. */
export function MoveSection({ voucher }: { readonly voucher: VoucherView }) {
  const { api } = useWallet();
  const words = useTopicWords(wordLoaders);
  const { view } = useView(() => api.ownDevices(), ['device']);
  const task = useTask<MovedView>();
  const [asking, setAsking] = useState(false);
  if (words === undefined) return null;
  if (task.result !== undefined)
    return (
      <Banner tone="good" live title={task.result.state === 'moved' ? words.moved : words.moveWaiting} />
    );
  if (voucher.state === 'leaving') return <Banner tone="info" title={words.moveWaiting} />;
  if (voucher.state === 'elsewhere') return <Banner tone="info" title={words.elsewhere} />;
  const others = view.state === 'ready' ? view.value.devices.filter(isOther) : [];
  if (voucher.state !== 'live' || others.length === 0) return null;
  if (!asking)
    return (
      <Button kind="quiet" wide onClick={() => setAsking(true)}>
        {words.move}
      </Button>
    );
  return (
    <div class={layout.stack}>
      <p class={layout.soft}>{words.moveText}</p>
      {task.fault !== undefined && <DeviceFault kind={task.fault} words={words} />}
      {others.map(({ id, name, shortId }) => (
        <Button
          key={id}
          wide
          busy={task.busy}
          onClick={() => void task.run(() => api.moveVoucher(voucher.key, id))}
        >
          {words.moveTo(name === '' ? shortId : name)}
        </Button>
      ))}
    </div>
  );
}

function isOther({ isThis, removedAtMs }: OwnDeviceView): boolean {
  return !isThis && removedAtMs === undefined;
}
