import { useCallback, useEffect, useState } from 'preact/hooks';
import { useServices } from '#cashier/shell/services.ts';
import { hrefOf } from '#cashier/shell/route.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { DoctorWords } from '#i18n/topics/doctor/en.ts';
import { wordLoaders } from '#i18n/topics/doctor/load.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Skeleton } from '#ui/empty-state.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { CameraTest } from './camera-test.tsx';
import { type Finding, diagnose, worstOf } from './diagnosis.ts';
import type { DeviceProbe } from './device-probe.ts';
import { FindingList } from './finding-list.tsx';
import { summaryText } from './finding-text.ts';
import { SetAside } from './set-aside.tsx';
import { SoundTest } from './sound-test.tsx';
import { WedgeTest } from './wedge-test.tsx';
import styles from './doctor-screen.module.css';

/** The till's self-test: what a machine can find out first, then what a person must hear, show and shoot. */
export function DoctorScreen() {
  const { shared } = useWords();
  const words = useTopicWords(wordLoaders);
  const { openProbe } = useServices();
  const [probe, setProbe] = useState<DeviceProbe>();
  useEffect(() => {
    void openProbe().then(setProbe);
  }, [openProbe]);
  if (words === undefined || probe === undefined)
    return <Skeleton shapes={['row', 'row', 'row']} label={shared.loading} />;
  return (
    <div class={styles.doctor}>
      <a class={styles.back} href={hrefOf('terminal')}>
        {words.back}
      </a>
      <h2 class={styles.title}>{words.title}</h2>
      <Findings probe={probe} words={words} />
      <CameraTest words={words} />
      <WedgeTest probe={probe} words={words} />
      <SoundTest words={words} />
    </div>
  );
}

function Findings({ probe, words }: { readonly probe: DeviceProbe; readonly words: DoctorWords }) {
  const { format, shared } = useWords();
  const { nowMs } = useServices();
  const { findings, setAside, look } = useFindings(probe);
  const [copied, setCopied] = useState(false);
  if (findings === undefined) return <Skeleton shapes={['row', 'row', 'row']} label={shared.loading} />;
  const telling = { words, format, nowMs: nowMs() };
  const copy = async (): Promise<void> => setCopied(await probe.copy(summaryText(findings, telling)));
  const worst = worstOf(findings);
  const verdict = { good: words.allGood, warn: words.someWarn, bad: words.someBad }[worst];
  return (
    <>
      <Banner tone={worst} live title={verdict} />
      {setAside > 0 && <SetAside count={setAside} words={words} />}
      <FindingList findings={findings} telling={telling} />
      <div class={styles.actions}>
        <Button icon="sync" onClick={() => void look()}>
          {words.again}
        </Button>
        <Button icon="paste" onClick={() => void copy()}>
          {words.copy}
        </Button>
      </div>
      <p role="status">{copied ? words.copied : ''}</p>
    </>
  );
}

function useFindings(probe: DeviceProbe) {
  const { api, feedback } = useServices();
  const [findings, setFindings] = useState<readonly Finding[]>();
  const [setAside, countSetAside] = useState(0);
  const look = useCallback(async () => {
    const [check, device] = await Promise.all([api.checkTill(), probe.facts()]);
    countSetAside(check.setAside);
    setFindings(diagnose({ check, device, soundsOn: feedback.isOn() }));
  }, [api, feedback, probe]);
  useEffect(() => void look(), [look]);
  return { findings, setAside, look };
}
