import { useState } from 'preact/hooks';
import type { TerminalView } from '#bridge/cashier-api.ts';
import type { ConnectionView, StorageView } from '#bridge/common-views.ts';
import { laterAddFlow, laterEnterAdding } from '#cashier/adding/later-adding.ts';
import { LanguageChoice } from '#cashier/shell/language-choice.tsx';
import { useServices } from '#cashier/shell/services.ts';
import { EnterDoctor } from '#cashier/doctor/enter-doctor.tsx';
import { laterDoctor } from '#cashier/doctor/later-doctor.ts';
import { useDetail } from '#cashier/shell/route.ts';
import { EnterTraining } from '#cashier/training/enter-training.tsx';
import { TillProblem } from '#cashier/shell/till-problem.tsx';
import { useWords } from '#cashier/shell/words.ts';
import { Button } from '#ui/button.tsx';
import { Segmented, Toggle } from '#ui/choice.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { THEMES, type Theme, chooseTheme, currentTheme } from '#ui/theme.ts';
import { unsentText } from '#ui/unsent-text.ts';
import styles from './terminal-screen.module.css';

type Paired = Extract<TerminalView, { readonly state: 'paired' }>;

export interface TerminalScreenProps {
  readonly terminal: Paired;
  readonly connection: ConnectionView | undefined;
}

/** What this device is, how it stands with the server, and how it looks and sounds. */
export function TerminalScreen({ terminal, connection }: TerminalScreenProps) {
  const { training } = useServices();
  const detail = useDetail();
  const [adding, setAdding] = useState(false);
  if (detail === 'check') return <laterDoctor.Component />;
  if (adding) return <laterAddFlow.Component onLeave={() => setAdding(false)} />;
  return (
    <div class={styles.terminal}>
      <Facts terminal={terminal} />
      {connection !== undefined && <Line connection={connection} />}
      <EnterDoctor />
      {training === undefined && <EnterTraining />}
      {training === undefined && <laterEnterAdding.Component onEnter={() => setAdding(true)} />}
      <Manners />
    </div>
  );
}

/** A wrong clock makes fresh codes look stale; from here on it is worth a word. */
const CLOCK_TOLERANCE_MS = 30_000;

function Facts({ terminal }: { readonly terminal: Paired }) {
  const { app, format, locale } = useWords();
  const { certificateUntilMs, programmes, storage } = terminal;
  const offMs = Math.abs(terminal.clockOffsetMs ?? 0);
  const clockIsOff = offMs > CLOCK_TOLERANCE_MS;
  return (
    <RowList label={app.terminal.title}>
      <li>
        <ListRow
          icon="till"
          title={terminal.merchantName}
          detail={`${terminal.tillName} · ${app.terminal.tillNumber(format.integer(terminal.tillNumber))}`}
        />
      </li>
      <li>
        <ListRow
          icon="shield"
          title={app.terminal.certificate}
          detail={app.terminal.validUntil(format.day(certificateUntilMs))}
        />
      </li>
      <li>
        <ListRow
          icon="star"
          title={app.terminal.programmes}
          detail={format.list(programmes.map((names) => names[locale]))}
        />
      </li>
      <li>
        <ListRow icon="storage" title={app.terminal.storage} detail={<StorageWords storage={storage} />} />
      </li>
      <li data-clock={clockIsOff ? 'off' : 'right'}>
        <ListRow
          icon={clockIsOff ? 'warning' : 'clock'}
          title={app.terminal.clock}
          detail={clockIsOff ? app.terminal.clockOff(format.duration(offMs)) : app.terminal.clockRight}
        />
      </li>
    </RowList>
  );
}

function StorageWords({ storage }: { readonly storage: StorageView }) {
  const { app, format } = useWords();
  const { persisted, usageBytes, quotaBytes } = storage;
  const safety =
    persisted === 'unknown'
      ? app.terminal.storageUnknown
      : persisted
        ? app.terminal.storagePersisted
        : app.terminal.storageAtRisk;
  const used =
    usageBytes === undefined || quotaBytes === undefined
      ? ''
      : ` · ${app.terminal.used(format.bytes(usageBytes), format.bytes(quotaBytes))}`;
  return (
    <>
      {safety}
      {used}
    </>
  );
}

function Line({ connection }: { readonly connection: ConnectionView }) {
  const { app, format, shared } = useWords();
  const { api, nowMs } = useServices();
  const { lastSyncMs, syncing, problem, cutOnPurpose } = connection;
  return (
    <section class={styles.section} aria-labelledby="line">
      <h2 id="line" class={styles.heading}>
        {app.terminal.connection}
      </h2>
      <p>
        {lastSyncMs === undefined
          ? shared.connection.never
          : shared.connection.lastSync(format.relative(lastSyncMs, nowMs()))}
        {' · '}
        {unsentText(connection, { format, shared }, nowMs())}
      </p>
      {problem !== undefined && <TillProblem problem={problem} />}
      <Button icon="sync" size="l" busy={syncing} disabled={cutOnPurpose} onClick={() => void api.syncNow()}>
        {app.terminal.sync}
      </Button>
      <Toggle
        label={app.terminal.cut}
        hint={app.terminal.cutHint}
        on={cutOnPurpose}
        onChange={(on) => void api.cutConnection(on)}
      />
    </section>
  );
}

function Manners() {
  const { app, shared } = useWords();
  const { feedback } = useServices();
  const [sounds, setSounds] = useState(feedback.isOn());
  const [theme, setTheme] = useState(currentTheme());
  const themeWords: Readonly<Record<Theme, string>> = {
    system: shared.themeSystem,
    light: shared.themeLight,
    dark: shared.themeDark,
    contrast: shared.themeContrast,
  };
  return (
    <section class={styles.section}>
      <Toggle
        label={app.terminal.sounds}
        hint={app.terminal.soundsHint}
        on={sounds}
        onChange={(on) => {
          feedback.turn(on);
          setSounds(on);
          feedback.play('accepted');
        }}
      />
      <LanguageChoice />
      <Segmented
        label={shared.theme}
        labelShown
        layout="wrap"
        value={theme}
        options={THEMES.map((value) => ({ value, label: themeWords[value] }))}
        onChange={(value) => {
          chooseTheme(value);
          setTheme(value);
        }}
      />
    </section>
  );
}
