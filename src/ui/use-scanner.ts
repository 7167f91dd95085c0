import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type {
  LensShape,
  OpenScanner,
  ScannerControl,
  ScannerStateShape,
  ScanProblemShape,
} from './scanner-control.ts';

export interface ScannerUse {
  readonly state: ScannerStateShape;
  readonly lenses: readonly LensShape[];
  readonly problem: ScanProblemShape | undefined;
  /** The text that was just read a second time. */
  readonly repeated: string | undefined;
  readonly control: { readonly current: ScannerControl | undefined };
  readonly restart: () => void;
  readonly scanAgain: () => void;
}

export interface ScannerWiring {
  readonly video: { readonly current: HTMLVideoElement | null };
  readonly open: OpenScanner;
  readonly onText: (text: string) => void;
  readonly paused: boolean;
}

const OFF: ScannerStateShape = { phase: 'starting', torch: 'absent', lensId: undefined };

/** Runs a scanner for as long as the view is on the screen. */
export function useScanner({ video, open, onText, paused }: ScannerWiring): ScannerUse {
  const control = useRef<ScannerControl | undefined>(undefined);
  const latestOnText = useRef(onText);
  latestOnText.current = onText;
  const [state, setState] = useState(OFF);
  const [lenses, setLenses] = useState<readonly LensShape[]>([]);
  const [problem, setProblem] = useState<ScanProblemShape>();
  const [repeated, setRepeated] = useState<string>();
  const [tries, setTries] = useState(0);

  const start = useCallback(async (scanner: ScannerControl) => {
    setProblem(undefined);
    const started = await scanner.start();
    if (!started.ok) return setProblem(started.error);
    setLenses(await scanner.lenses());
  }, []);

  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    let gone = false;
    const onReading = (text: string) => {
      setRepeated(undefined);
      latestOnText.current(text);
    };
    void open({
      video: element,
      onText: onReading,
      onRepeat: setRepeated,
      onProblem: setProblem,
      onState: setState,
    })
      .then((scanner) => {
        if (gone) return undefined;
        control.current = scanner;
        return start(scanner);
      })
      .catch(() => setProblem({ kind: 'decoder_absent' }));
    return () => {
      gone = true;
      control.current?.stop();
      control.current = undefined;
    };
  }, [open, start, video, tries]);

  useEffect(() => {
    if (paused) control.current?.pause();
    else control.current?.resume();
  }, [paused, state.phase === 'watching']);

  const restart = useCallback(() => {
    setProblem(undefined);
    if (control.current !== undefined) void start(control.current);
    // A file of the scanner was missing: there is nothing yet that could be started.
    else setTries((before) => before + 1);
  }, [start]);
  const scanAgain = useCallback(() => {
    setRepeated(undefined);
    control.current?.scanAgain();
  }, []);
  return { state, lenses, problem, repeated, control, restart, scanAgain };
}
