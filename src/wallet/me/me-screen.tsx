import type { DeviceView } from '#bridge/wallet-api.ts';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { InstallPrompt } from '#ui/prompts.tsx';
import { useView } from '#ui/use-view.ts';
import { BirthdayRow } from '#wallet/birthday/birthday-row.tsx';
import { useWallet, useWords } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { useOffer } from '#wallet/offer.ts';
import { LockSection } from '#wallet/lock/lock-section.tsx';
import { SpendingSection } from '#wallet/pay/spending-section.tsx';
import { InboxRow } from '#wallet/inbox/inbox-row.tsx';
import { DevicesRow } from '#wallet/devices/devices-row.tsx';
import { SafetyRow } from '#wallet/safety/safety-row.tsx';
import { Loaded, Screen, Section } from '#wallet/screen.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { ConnectionSection } from './connection-section.tsx';
import { DeviceSection } from './device-section.tsx';
import styles from './me.module.css';

export function MeScreen() {
  const { api } = useWallet();
  const words = useWords();
  const live = useView(() => api.device(), ['device']);
  return (
    <Screen title={words.me.title} narrow>
      <Loaded live={live} shapes={['row', 'row', 'row']}>
        {(device) => (
          <div class={layout.column}>
            <Member device={device} />
            <RowList>
              <li>
                <InboxRow />
              </li>
              <li>
                <SafetyRow />
              </li>
              <li>
                <DevicesRow />
              </li>
              <BirthdayRow />
            </RowList>
            <Install />
            <ConnectionSection />
            <SpendingSection />
            <LockSection />
            <DeviceSection device={device} />
            <AppearanceSection />
            <About />
          </div>
        )}
      </Loaded>
    </Screen>
  );
}

function Member({ device }: { readonly device: DeviceView }) {
  const words = useWords();
  return (
    <RowList>
      <li>
        <ListRow
          icon="person"
          title={words.me.member}
          detail={device.memberName === undefined ? words.me.notYet : words.me.memberHint}
          {...(device.memberName === undefined
            ? {}
            : { end: <bdi class={styles.memberName}>{device.memberName}</bdi> })}
        />
      </li>
    </RowList>
  );
}

function Install() {
  const { install, installByHand } = useWallet();
  const accept = useOffer(install);
  if (accept === undefined && !installByHand) return null;
  return <InstallPrompt {...(accept === undefined ? {} : { onInstall: accept })} />;
}

function About() {
  const words = useWords();
  const { direction } = useLanguage();
  return (
    <Section title={words.me.about}>
      <ul class={styles.limits} dir={direction}>
        {words.me.limits.map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
    </Section>
  );
}
