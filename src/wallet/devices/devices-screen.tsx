import { useState } from 'preact/hooks';
import type { DevicesView, OwnDeviceView } from '#bridge/wallet-devices.ts';
import type { DevicesWords } from '#i18n/topics/devices/en.ts';
import { wordLoaders } from '#i18n/topics/devices/load.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Chip } from '#ui/chip.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { Loaded, Screen } from '#wallet/screen.tsx';
import { DeviceSheet } from './device-sheet.tsx';
import { LinkSheet } from './link-sheet.tsx';

/** The phones of this person: which there are, another one, one less. */
export function DevicesScreen() {
  const { api } = useWallet();
  const words = useTopicWords(wordLoaders);
  const live = useView(() => api.ownDevices(), ['device']);
  return (
    <Screen title={words?.title ?? ''} backHref="/me" narrow>
      <Loaded live={live} shapes={['row', 'row']}>
        {(view) => words !== undefined && <Devices view={view} words={words} reload={live.reload} />}
      </Loaded>
    </Screen>
  );
}

interface DevicesProps {
  readonly view: DevicesView;
  readonly words: DevicesWords;
  readonly reload: () => void;
}

function Devices({ view, words, reload }: DevicesProps) {
  const { format } = useLanguage();
  const [open, setOpen] = useState<'link' | OwnDeviceView>();
  const { devices, most, toldAtMs, removed } = view;
  const used = devices.filter(({ removedAtMs }) => removedAtMs === undefined).length;
  const isFull = most > 0 && used >= most;
  const close = () => {
    setOpen(undefined);
    reload();
  };
  return (
    <div class={layout.column}>
      {removed && (
        <Banner tone="info" title={words.goneTitle}>
          {words.goneText}
        </Banner>
      )}
      <p class={layout.soft}>{words.text}</p>
      {devices.length === 0 && <Banner tone="info" title={words.never} />}
      <RowList>
        {devices.map((device) => (
          <li key={device.id}>
            <DeviceRow device={device} words={words} onOpen={() => setOpen(device)} />
          </li>
        ))}
      </RowList>
      {toldAtMs !== undefined && <p class={layout.soft}>{words.told(format.dayTime(toldAtMs))}</p>}
      {isFull && <Banner tone="info" title={words.full(format.integer(most))} />}
      {!removed && (
        <Button kind="primary" size="l" icon="plus" wide disabled={isFull} onClick={() => setOpen('link')}>
          {words.add}
        </Button>
      )}
      {open === 'link' && <LinkSheet words={words} onClose={close} />}
      {typeof open === 'object' && <DeviceSheet device={open} words={words} onClose={close} />}
    </div>
  );
}

interface DeviceRowProps {
  readonly device: OwnDeviceView;
  readonly words: DevicesWords;
  readonly onOpen: () => void;
}

function DeviceRow({ device, words, onOpen }: DeviceRowProps) {
  const { format } = useLanguage();
  const { name, shortId, isThis, seenAtMs, removedAtMs } = device;
  const detail =
    removedAtMs !== undefined
      ? words.removedOn(format.day(removedAtMs))
      : seenAtMs === undefined
        ? undefined
        : words.seen(format.dayTime(seenAtMs));
  return (
    <ListRow
      icon={removedAtMs === undefined ? 'qr' : 'unlink'}
      title={<bdi>{name === '' ? shortId : name}</bdi>}
      {...(detail === undefined ? {} : { detail })}
      {...(isThis ? { end: <Chip tone="info">{words.here}</Chip> } : {})}
      {...(removedAtMs === undefined ? { onClick: onOpen } : {})}
    />
  );
}
