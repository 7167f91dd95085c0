import { useState } from 'preact/hooks';
import type { ShiftReport, ShiftView } from '#bridge/cashier-shift.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import { useServices } from '#cashier/shell/services.ts';
import { useCall } from '#cashier/shell/use-call.ts';
import { useWords } from '#cashier/shell/words.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import type { ShiftWords } from '#i18n/topics/shift/en.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Sheet } from '#ui/sheet.tsx';
import styles from './shift-screen.module.css';

export interface ShiftDoorProps {
  readonly shift: ShiftView;
  readonly words: ShiftWords;
  readonly onClosed: (report: ShiftReport) => void;
}

/** Opens a shift, or closes the one that is open. Serving never waits for either. */
export function ShiftDoor({ shift, words, onClosed }: ShiftDoorProps) {
  return shift.open === undefined ? (
    <OpenForm words={words} />
  ) : (
    <OpenShift open={shift.open} words={words} onClosed={onClosed} />
  );
}

function OpenForm({ words }: { readonly words: ShiftWords }) {
  const { api } = useServices();
  const [name, setName] = useState('');
  const { busy, refusal, run } = useCall();
  return (
    <form
      class={styles.door}
      onSubmit={(event) => {
        event.preventDefault();
        run(() => api.openShift(name.trim() === '' ? undefined : name.trim()));
      }}
    >
      <h2 class={styles.heading}>{words.state.none}</h2>
      <p class={styles.since}>{words.state.noneHint}</p>
      <Field label={words.start.cashier} hint={words.start.optional} value={name} onInput={setName} />
      {refusal !== undefined && <Refused refusal={refusal} />}
      <Button kind="primary" size="l" type="submit" wide busy={busy}>
        {words.start.open}
      </Button>
    </form>
  );
}

function OpenShift(props: {
  readonly open: NonNullable<ShiftView['open']>;
  readonly words: ShiftWords;
  readonly onClosed: (report: ShiftReport) => void;
}) {
  const { format } = useWords();
  const { api } = useServices();
  const { open, words, onClosed } = props;
  const [asking, setAsking] = useState(false);
  const { busy, refusal, run } = useCall();
  return (
    <section class={styles.door}>
      <h2 class={styles.heading}>
        {words.state.open(format.integer(open.number))}
        {open.cashier !== undefined && (
          <>
            {' · '}
            <bdi>{open.cashier}</bdi>
          </>
        )}
      </h2>
      <p class={styles.since}>{words.state.since(format.dayTime(open.openedAtMs))}</p>
      <Button size="l" wide icon="check" onClick={() => setAsking(true)}>
        {words.end.close}
      </Button>
      <Sheet open={asking} title={words.end.title} onClose={() => setAsking(false)}>
        <div class={styles.door}>
          <p>{words.end.text}</p>
          {refusal !== undefined && <Refused refusal={refusal} />}
          <Button
            kind="primary"
            size="l"
            wide
            busy={busy}
            onClick={() => run(() => api.closeShift(), onClosed)}
          >
            {words.end.close}
          </Button>
          <Button kind="plain" size="l" wide disabled={busy} onClick={() => setAsking(false)}>
            {words.end.cancel}
          </Button>
        </div>
      </Sheet>
    </section>
  );
}

export function Refused({ refusal }: { readonly refusal: RefusalView }) {
  const { refusals } = useWords();
  const { headline, next } = refusalText(refusals, refusal.kind);
  return (
    <Banner tone="bad" live title={headline}>
      {next}
    </Banner>
  );
}
