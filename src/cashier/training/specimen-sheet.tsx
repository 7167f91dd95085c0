import { effect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { SPECIMENS, type Specimen } from '#bridge/cashier-training.ts';
import { type Training, useServices } from '#cashier/shell/services.ts';
import { hrefOf } from '#cashier/shell/route.ts';
import { serveListens } from '#cashier/shell/serve-listens.ts';
import type { TrainingWords } from '#i18n/topics/training/en.ts';
import { Button } from '#ui/button.tsx';
import { CodeCanvas } from '#ui/code-canvas.tsx';
import { Sheet } from '#ui/sheet.tsx';
import styles from './specimen-sheet.module.css';

export interface SpecimenSheetProps {
  readonly open: boolean;
  readonly training: Training;
  readonly words: TrainingWords;
  readonly onClose: () => void;
}

/** The customers of practice mode: each row is a code that can be scanned on the spot or shown to a camera. */
export function SpecimenSheet({ open, training, words, onClose }: SpecimenSheetProps) {
  const [shown, setShown] = useState<{ readonly kind: Specimen; readonly text: string }>();
  const close = (): void => {
    setShown(undefined);
    onClose();
  };
  const take = async (text: string): Promise<void> => {
    location.hash = hrefOf('serve');
    close();
    await serveToListen();
    training.scan(text);
  };
  const scan = async (kind: Specimen): Promise<void> => take((await training.specimen(kind)).text);
  // The code on the screen may be shot by the scanner of this very till.
  const latest = useRef(take);
  latest.current = take;
  const { listenToWedge } = useServices();
  useEffect(() => {
    if (!open) return undefined;
    return listenToWedge((text) => {
      void latest.current(text);
      return true;
    });
  }, [open, listenToWedge]);
  const show = async (kind: Specimen): Promise<void> =>
    setShown({ kind, text: (await training.specimen(kind)).text });
  return (
    <Sheet open={open} title={words.codes} onClose={close}>
      {shown === undefined ? (
        <SpecimenList words={words} onScan={(kind) => void scan(kind)} onShow={(kind) => void show(kind)} />
      ) : (
        <div class={styles.shown} data-specimen-code={shown.kind}>
          <CodeCanvas text={shown.text} label={words.shown} />
          <p class={styles.title}>{words.specimens[shown.kind].title}</p>
          <Button icon="back" onClick={() => setShown(undefined)}>
            {words.codes}
          </Button>
        </div>
      )}
    </Sheet>
  );
}

/** A scan before that would be heard by nobody, and one while the sheet still closes would be refused. */
async function serveToListen(): Promise<void> {
  await new Promise<void>((done) => {
    const stop = effect(() => {
      // The effect runs once before there is a way to stop it.
      if (!serveListens.value) return;
      queueMicrotask(() => {
        stop();
        done();
      });
    });
  });
  // Another sheet may come back with its screen, and that one stays.
  for (let tries = 0; tries < 20 && document.querySelector('dialog[open]') !== null; tries++)
    await new Promise((done) => setTimeout(done, 20));
}

interface SpecimenListProps {
  readonly words: TrainingWords;
  readonly onScan: (kind: Specimen) => void;
  readonly onShow: (kind: Specimen) => void;
}

function SpecimenList({ words, onScan, onShow }: SpecimenListProps) {
  return (
    <>
      <p class={styles.hint}>{words.codesHint}</p>
      <ul class={styles.list}>
        {SPECIMENS.map((kind) => (
          <li key={kind} class={styles.row}>
            <span class={styles.words}>
              <span id={`specimen-${kind}`} class={styles.title}>
                {words.specimens[kind].title}
              </span>
              <span class={styles.about}>{words.specimens[kind].about}</span>
            </span>
            <span class={styles.actions} role="group" aria-labelledby={`specimen-${kind}`}>
              <Button icon="scan" onClick={() => onScan(kind)}>
                {words.scan}
              </Button>
              <Button kind="plain" onClick={() => onShow(kind)}>
                {words.show}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
