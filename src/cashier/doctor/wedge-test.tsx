import { useEffect, useState } from 'preact/hooks';
import { isolated } from '#cashier/serve/isolated.ts';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { DoctorWords } from '#i18n/topics/doctor/en.ts';
import {
  CALIBRATION_CODE,
  type Calibration,
  type WedgeProfile,
  calibrateWedge,
} from '#scan/wedge-calibration.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { CodeCanvas } from '#ui/code-canvas.tsx';
import type { DeviceProbe } from './device-probe.ts';
import styles from './test-section.module.css';

/** Learns what a hardware scanner and the keyboard layout do to a code, from one shot at a known one. */
export function WedgeTest({ probe, words }: { readonly probe: DeviceProbe; readonly words: DoctorWords }) {
  const { listenToWedge } = useServices();
  const [profile, setProfile] = useState(probe.wedgeProfile);
  const [listening, setListening] = useState(false);
  const [outcome, setOutcome] = useState<Calibration>();
  useEffect(() => {
    if (!listening) return undefined;
    return probe.listenToShot((keys) => {
      const calibration = calibrateWedge(keys);
      setOutcome(calibration);
      if (!calibration.found) return;
      probe.keepWedgeProfile(calibration.profile);
      setProfile(calibration.profile);
      setListening(false);
    });
  }, [listening, probe]);
  // The shot is for this test: nobody need hear that it was not taken for a code.
  useEffect(() => (listening ? listenToWedge(() => true) : undefined), [listening, listenToWedge]);
  const forget = (): void => {
    probe.keepWedgeProfile(undefined);
    setProfile(undefined);
    setOutcome(undefined);
  };
  const failed = outcome?.found === false ? outcome.why : undefined;
  return (
    <section
      class={styles.section}
      aria-labelledby="wedge"
      data-wedge={profile === undefined ? 'none' : 'known'}
    >
      <h3 id="wedge" class={styles.heading}>
        {words.scanner.title}
      </h3>
      {profile === undefined ? <p>{words.scanner.none}</p> : <ProfileFacts profile={profile} words={words} />}
      {failed !== undefined && <Banner tone="warn" live title={words.scanner[failed]} />}
      {listening && (
        <>
          <p class={styles.hint}>{words.scanner.hint}</p>
          <div class={styles.code}>
            <CodeCanvas text={CALIBRATION_CODE} label={words.code.title} />
          </div>
          <p role="status">{words.scanner.waiting}</p>
        </>
      )}
      <div class={styles.actions}>
        <Button icon="keyboard" pressed={listening} onClick={() => setListening(!listening)}>
          {words.scanner.start}
        </Button>
        {profile !== undefined && (
          <Button kind="plain" onClick={forget}>
            {words.scanner.forget}
          </Button>
        )}
      </div>
    </section>
  );
}

function ProfileFacts({ profile, words }: { readonly profile: WedgeProfile; readonly words: DoctorWords }) {
  const { format } = useWords();
  const { prefix, suffix, ends, mapping } = profile;
  const changed = Object.keys(mapping).length;
  const ending = { Enter: words.scanner.enter, Tab: words.scanner.tab, nothing: words.scanner.nothing }[ends];
  return (
    <ul class={styles.facts}>
      <li>{words.scanner.known}</li>
      {prefix !== '' && <li>{words.scanner.prefix(isolated(prefix))}</li>}
      {suffix !== '' && <li>{words.scanner.suffix(isolated(suffix))}</li>}
      <li>{ending}</li>
      {changed > 0 && <li>{words.scanner.layout(format.integer(changed))}</li>}
    </ul>
  );
}
