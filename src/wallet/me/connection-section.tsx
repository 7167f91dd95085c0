import { useState } from 'preact/hooks';
import type { ConnectionView } from '#bridge/common-views.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Toggle } from '#ui/choice.tsx';
import { useLanguage } from '#ui/language.tsx';
import { unsentText } from '#ui/unsent-text.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet, useWords } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { Loaded, Section } from '#wallet/screen.tsx';
import styles from './me.module.css';

export function ConnectionSection() {
  const words = useWords();
  const { api } = useWallet();
  const live = useView(() => api.connection(), ['connection']);
  return (
    <Section title={words.me.connection}>
      <Loaded live={live} shapes={['row']}>
        {(connection) => <Connection connection={connection} onChanged={live.reload} />}
      </Loaded>
    </Section>
  );
}

function Connection({
  connection,
  onChanged,
}: {
  readonly connection: ConnectionView;
  readonly onChanged: () => void;
}) {
  const words = useWords();
  const { api, clock } = useWallet();
  const language = useLanguage();
  const { shared, format, refusals } = language;
  const [busy, setBusy] = useState(false);
  const run = (work: Promise<unknown>) => {
    setBusy(true);
    void work.finally(() => {
      setBusy(false);
      onChanged();
    });
  };
  const { problem, lastSyncMs } = connection;
  return (
    <div class={styles.card}>
      {problem !== undefined && (
        <Banner tone="warn" title={refusalText(refusals, problem.kind).headline}>
          {refusalText(refusals, problem.kind).next}
        </Banner>
      )}
      <div class={styles.line}>
        <p>
          {lastSyncMs === undefined
            ? shared.connection.never
            : shared.connection.lastSync(format.dayTime(lastSyncMs))}
          <br />
          <span class={layout.soft}>{unsentText(connection, language, clock.nowMs())}</span>
        </p>
        <Button icon="sync" busy={busy || connection.syncing} onClick={() => run(api.syncNow())}>
          {words.me.syncNow}
        </Button>
      </div>
      <Toggle
        label={words.me.cut}
        hint={words.me.cutHint}
        on={connection.cutOnPurpose}
        onChange={(cut) => run(api.cutConnection(cut))}
      />
    </div>
  );
}
