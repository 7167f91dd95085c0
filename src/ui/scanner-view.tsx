import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { Banner } from './banner.tsx';
import { Button, IconButton } from './button.tsx';
import { useLanguage } from './language.tsx';
import { OtherInputs } from './other-inputs.tsx';
import type { OpenScanner, StillInputs } from './scanner-control.ts';
import { useScanner } from './use-scanner.ts';
import type { ScannerUse } from './use-scanner.ts';
import styles from './scanner-view.module.css';

export type ScanVia = 'camera' | 'image' | 'paste';

export interface ScannerViewProps {
  /** Must keep its identity while the view is shown: a new function opens the camera anew. */
  readonly open: OpenScanner;
  readonly onText: (text: string, via: ScanVia) => void;
  readonly inputs: StillInputs;
  /** A dialog or a result is open: keep the picture, look at no frame. */
  readonly paused?: boolean;
  /** One line under the frame: what to point at. */
  readonly prompt?: string;
  /** Beside the picture's controls, e.g. the till's amount. */
  readonly children?: ComponentChildren;
}

/** The camera with its frame, light and lens; a picture or pasted text as further ways; a way on when there is no camera. */
export function ScannerView({ open, onText, inputs, paused = false, prompt, children }: ScannerViewProps) {
  const video = useRef<HTMLVideoElement>(null);
  // A code that opened something behind the sheet would be seen by nobody.
  const [pasting, setPasting] = useState(false);
  const scanner = useScanner({
    video,
    open,
    paused: paused || pasting,
    onText: (text) => onText(text, 'camera'),
  });
  const { shared } = useLanguage();
  const { problem, state } = scanner;
  return (
    <section
      class={styles.scanner}
      aria-label={shared.scanner.title}
      data-scanner={problem?.kind ?? state.phase}
    >
      <div class={`${styles.view} ${problem === undefined ? '' : styles.blind}`}>
        <video ref={video} class={styles.video} muted playsInline={true} aria-hidden={true} />
        {problem === undefined && (
          <div class={`${styles.frame} ${state.phase === 'watching' ? styles.alive : ''}`} />
        )}
        {problem === undefined && <Controls scanner={scanner} />}
        {problem !== undefined && <Problem kind={problem.kind} onRetry={scanner.restart} />}
        <p class={styles.prompt} aria-live="polite">
          {promptText(scanner, prompt ?? shared.scanner.aim, shared.scanner)}
        </p>
      </div>
      {scanner.repeated !== undefined && (
        <Banner
          tone="info"
          live
          title={shared.scanner.sameCode}
          actions={<Button onClick={scanner.scanAgain}>{shared.scanner.scanAgain}</Button>}
        />
      )}
      {children}
      <OtherInputs
        onText={onText}
        lead={problem === undefined ? undefined : shared.scanner.withoutCamera}
        inputs={inputs}
        pasting={pasting}
        onPasting={setPasting}
      />
    </section>
  );
}

function promptText(
  { problem, state }: ScannerUse,
  aim: string,
  words: { readonly starting: string; readonly paused: string; readonly hidden: string },
): string {
  if (problem !== undefined) return '';
  if (state.phase === 'watching') return aim;
  if (state.phase === 'paused') return words.paused;
  return state.phase === 'hidden' ? words.hidden : words.starting;
}

function Controls({ scanner }: { readonly scanner: ScannerUse }) {
  const { shared } = useLanguage();
  const { state, lenses, control } = scanner;
  const lit = state.torch === 'on';
  return (
    <div class={styles.controls}>
      {state.torch !== 'absent' && (
        <IconButton
          icon="torch"
          kind="onDark"
          label={lit ? shared.scanner.torchOff : shared.scanner.torchOn}
          pressed={lit}
          onClick={() => void control.current?.setTorch(!lit)}
        />
      )}
      {lenses.length > 1 && (
        <IconButton
          icon="lens"
          kind="onDark"
          label={shared.scanner.lens}
          onClick={() => {
            // All the others in turn: one that does not open must not bar those behind it.
            const ids = lenses.map((lens) => lens.id);
            const place = state.lensId === undefined ? -1 : ids.indexOf(state.lensId);
            void control.current?.setLens(...ids.slice(place + 1), ...ids.slice(0, Math.max(0, place)));
          }}
        />
      )}
    </div>
  );
}

function Problem({ kind, onRetry }: { readonly kind: string; readonly onRetry: () => void }) {
  const { refusals, shared } = useLanguage();
  const text = refusalText(refusals, kind);
  return (
    <div class={styles.problem}>
      <Banner
        tone="warn"
        live
        title={text.headline}
        actions={<Button onClick={onRetry}>{shared.scanner.tryAgain}</Button>}
      >
        {text.next}
      </Banner>
    </div>
  );
}
