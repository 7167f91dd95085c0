import { useState } from 'preact/hooks';
import type { OwnDeviceView } from '#bridge/wallet-devices.ts';
import type { DevicesWords } from '#i18n/topics/devices/en.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { useTask } from '#wallet/safety/use-task.ts';
import { DeviceFault } from './device-fault.tsx';

export interface DeviceSheetProps {
  readonly device: OwnDeviceView;
  readonly words: DevicesWords;
  readonly onClose: () => void;
}

/** One device: this one gets another name, another one is removed. */
export function DeviceSheet({ device, words, onClose }: DeviceSheetProps) {
  return (
    <Sheet open title={device.name === '' ? device.shortId : device.name} onClose={onClose}>
      {device.isThis ? (
        <NameForm device={device} words={words} onClose={onClose} />
      ) : (
        <RemoveForm device={device} words={words} onClose={onClose} />
      )}
    </Sheet>
  );
}

function NameForm({ device, words, onClose }: DeviceSheetProps) {
  const { api } = useWallet();
  const [name, setName] = useState(device.name);
  const task = useTask<null>();
  const save = async () => {
    if ((await task.run(() => api.nameDevice(name))) !== undefined) onClose();
  };
  return (
    <form
      class={layout.stack}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label={words.name} value={name} hint={words.nameHint} onInput={setName} />
      {task.fault !== undefined && <DeviceFault kind={task.fault} words={words} />}
      <Button kind="primary" size="l" type="submit" wide busy={task.busy}>
        {words.saveName}
      </Button>
    </form>
  );
}

function RemoveForm({ device, words, onClose }: DeviceSheetProps) {
  const { api } = useWallet();
  const task = useTask<null>();
  const remove = async () => {
    if ((await task.run(() => api.revokeDevice(device.id))) !== undefined) onClose();
  };
  return (
    <div class={layout.stack}>
      <p class={layout.soft} dir="ltr">
        {device.shortId}
      </p>
      <p>{words.removeText}</p>
      {task.fault !== undefined && <DeviceFault kind={task.fault} words={words} />}
      <Button kind="danger" size="l" icon="unlink" wide busy={task.busy} onClick={() => void remove()}>
        {words.remove}
      </Button>
    </div>
  );
}
