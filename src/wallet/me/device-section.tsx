import type { DeviceView } from '#bridge/wallet-api.ts';
import { Button } from '#ui/button.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { useWallet, useWords } from '#wallet/environment.ts';
import { Section } from '#wallet/screen.tsx';

export function DeviceSection({ device }: { readonly device: DeviceView }) {
  const words = useWords();
  return (
    <Section title={words.me.device}>
      <RowList>
        <li>
          <KeyRow device={device} />
        </li>
        <li>
          <StorageRow storage={device.storage} />
        </li>
      </RowList>
      <KeepButton storage={device.storage} />
    </Section>
  );
}

function KeyRow({ device }: { readonly device: DeviceView }) {
  const words = useWords();
  const { format } = useLanguage();
  const { keyKind, certificateUntilMs } = device;
  const title = { stored: words.me.keyStored, soft: words.me.keySoft, none: words.me.keyNone }[
    keyKind ?? 'none'
  ];
  return (
    <ListRow
      icon={keyKind === 'soft' ? 'warning' : 'shield'}
      title={title}
      {...(certificateUntilMs === undefined
        ? {}
        : { detail: words.me.certificate(format.day(certificateUntilMs)) })}
    />
  );
}

function KeepButton({ storage }: { readonly storage: DeviceView['storage'] }) {
  const words = useWords();
  const { requestPersistence } = useWallet();
  if (storage.persisted === true) return null;
  return (
    <Button icon="shield" wide onClick={requestPersistence}>
      {words.me.keep}
    </Button>
  );
}

function StorageRow({ storage }: { readonly storage: DeviceView['storage'] }) {
  const words = useWords();
  const { format } = useLanguage();
  const { persisted, usageBytes } = storage;
  const state = persisted === 'unknown' ? words.me.unknown : persisted ? words.me.persisted : words.me.atRisk;
  return (
    <ListRow
      icon="storage"
      title={words.me.storage}
      detail={
        <>
          {state}
          {usageBytes !== undefined && <span> · {words.me.usage(format.bytes(usageBytes))}</span>}
        </>
      }
    />
  );
}
