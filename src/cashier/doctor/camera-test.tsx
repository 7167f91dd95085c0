import { useMemo, useRef, useState } from 'preact/hooks';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { DoctorWords } from '#i18n/topics/doctor/en.ts';
import { CALIBRATION_CODE } from '#scan/wedge-calibration.ts';
import { Button } from '#ui/button.tsx';
import { CodeCanvas } from '#ui/code-canvas.tsx';
import type { LensShape, OpenScanner, ScannerControl, ScannerStateShape } from '#ui/scanner-control.ts';
import { ScannerView } from '#ui/scanner-view.tsx';
import styles from './test-section.module.css';

type Reads = 'test' | 'other';

/** Every camera in turn: its picture, its light, and whether it reads the test code. */
export function CameraTest({ words }: { readonly words: DoctorWords }) {
  const { inputs } = useServices();
  const [running, setRunning] = useState(false);
  const [codeShown, setCodeShown] = useState(false);
  const { open, lenses, state, read, reads, choose } = useLenses();
  return (
    <section class={styles.section} aria-labelledby="cameras">
      <h3 id="cameras" class={styles.heading}>
        {words.camera.title}
      </h3>
      <p class={styles.hint}>{words.camera.hint}</p>
      {running && (
        <>
          <ScannerView open={open} inputs={inputs} onText={read} prompt={words.code.title} />
          <LensList lenses={lenses} state={state} reads={reads} words={words} onChoose={choose} />
        </>
      )}
      <div class={styles.actions}>
        <Button icon="scan" pressed={running} onClick={() => setRunning(!running)}>
          {running ? words.camera.stop : words.camera.start}
        </Button>
        <Button icon="qr" pressed={codeShown} onClick={() => setCodeShown(!codeShown)}>
          {words.code.show}
        </Button>
      </div>
      {codeShown && (
        <div class={styles.code}>
          <CodeCanvas text={CALIBRATION_CODE} label={words.code.title} />
        </div>
      )}
    </section>
  );
}

function useLenses() {
  const { openScanner } = useServices();
  const control = useRef<ScannerControl | undefined>(undefined);
  const latest = useRef<ScannerStateShape | undefined>(undefined);
  const [state, setState] = useState<ScannerStateShape>();
  const [lenses, setLenses] = useState<readonly LensShape[]>([]);
  const [reads, setReads] = useState<ReadonlyMap<string, Reads>>(new Map());
  const open: OpenScanner = useMemo(
    () => async (events) => {
      control.current = await openScanner({
        ...events,
        onState: (next) => {
          latest.current = next;
          setState(next);
          events.onState(next);
          // Names of cameras are visible only once one is open.
          if (next.phase === 'watching') void control.current?.lenses().then(setLenses);
        },
      });
      return control.current;
    },
    [openScanner],
  );
  const read = (text: string): void => {
    const lensId = latest.current?.lensId;
    const what = text === CALIBRATION_CODE ? 'test' : 'other';
    if (lensId !== undefined) setReads((before) => new Map(before).set(lensId, what));
  };
  const choose = (lensId: string): void => void control.current?.setLens(lensId);
  return { open, lenses, state, read, reads, choose };
}

interface LensListProps {
  readonly lenses: readonly LensShape[];
  readonly state: ScannerStateShape | undefined;
  readonly reads: ReadonlyMap<string, Reads>;
  readonly words: DoctorWords;
  readonly onChoose: (lensId: string) => void;
}

function LensList({ lenses, state, reads, words, onChoose }: LensListProps) {
  const { format } = useWords();
  const said = { test: words.camera.reads, other: words.camera.readsOther };
  return (
    <ul aria-live="polite">
      {lenses.map(({ id, label }, place) => {
        const inUse = state?.lensId === id;
        const result = reads.get(id);
        return (
          <li key={id} class={styles.lens} data-lens={result ?? 'untried'}>
            <span>
              <strong>{label === '' ? words.camera.unnamed(format.integer(place + 1)) : label}</strong>{' '}
              {result === undefined ? words.camera.untried : said[result]}{' '}
              {inUse && state.torch !== 'absent' && words.camera.light}
            </span>
            {!inUse && <Button onClick={() => onChoose(id)}>{words.camera.use}</Button>}
          </li>
        );
      })}
    </ul>
  );
}
