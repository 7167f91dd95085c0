import { useState } from 'preact/hooks';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import layout from '#wallet/layout.module.css';
import { Section } from '#wallet/screen.tsx';
import { CodeSetup } from './code-setup.tsx';
import type { SafetyPart } from './safety-part.ts';

export function RecoverySection({ safety, words }: SafetyPart) {
  const { format } = useLanguage();
  const [open, setOpen] = useState(false);
  const [changed, setChanged] = useState(false);
  const setAtMs = safety.recoverySetAtMs;
  return (
    <Section title={words.recovery.title}>
      {safety.enrolled && setAtMs === undefined && safety.passkeySetAtMs === undefined && (
        <Banner tone="warn" title={words.loss.title}>
          {words.loss.text}
        </Banner>
      )}
      {setAtMs !== undefined && (
        <RowList>
          <li>
            <ListRow icon="shield" title={words.rowSet} detail={words.recovery.set(format.day(setAtMs))} />
          </li>
        </RowList>
      )}
      {changed && <Banner tone="good" live title={words.recovery.changed} />}
      <p class={layout.soft}>{safety.enrolled ? words.recovery.text : words.recovery.notYet}</p>
      {safety.enrolled && (
        <Button
          kind={setAtMs === undefined ? 'primary' : 'quiet'}
          size="l"
          icon="shield"
          wide
          onClick={() => setOpen(true)}
        >
          {setAtMs === undefined ? words.recovery.make : words.recovery.renew}
        </Button>
      )}
      {open && (
        <CodeSetup
          words={words}
          replaces={setAtMs !== undefined}
          onClose={(done) => {
            setOpen(false);
            setChanged(done);
          }}
        />
      )}
    </Section>
  );
}
