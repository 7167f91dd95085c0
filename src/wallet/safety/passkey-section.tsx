import type { SafetyView } from '#bridge/wallet-safety.ts';
import { wordLoaders } from '#i18n/topics/passkey/load.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { PasskeyFault } from '#wallet/passkey/passkey-fault.tsx';
import { removeRecoveryPasskey, setRecoveryPasskey } from '#wallet/passkey/recovery-ceremonies.ts';
import { usePasskeys } from '#wallet/passkey/use-passkeys.ts';
import { Section } from '#wallet/screen.tsx';
import { useTask } from './use-task.ts';

/** A passkey beside the recovery code, where this phone can make one or the member has one. */
export function PasskeySection({ safety }: { readonly safety: SafetyView }) {
  const topic = useTopicWords(wordLoaders);
  const { api } = useWallet();
  const { format } = useLanguage();
  const { view } = useView(() => api.device(), ['device']);
  const here = usePasskeys();
  const task = useTask<'made' | 'removed'>();
  const setAtMs = safety.passkeySetAtMs;
  const canMake = here?.canMake === true;
  if (topic === undefined || here === undefined || !safety.enrolled) return null;
  if (!canMake && setAtMs === undefined) return null;
  const words = topic.recovery;
  const parts = { api, passkeys: here.platform };
  const member = view.state === 'ready' ? (view.value.memberName ?? '') : '';
  const names = { name: `Tessera ${member}`.trim(), displayName: `${words.name} ${member}`.trim() };
  return (
    <Section title={words.title}>
      {setAtMs !== undefined && (
        <RowList>
          <li>
            <ListRow icon="shield" title={words.row} detail={words.set(format.day(setAtMs))} />
          </li>
        </RowList>
      )}
      {task.result !== undefined && <Banner tone="good" live title={words[task.result]} />}
      {task.fault !== undefined && <PasskeyFault words={topic} kind={task.fault} />}
      <p class={layout.soft}>{words.text}</p>
      {safety.recoverySetAtMs === undefined && <p class={layout.soft}>{words.only}</p>}
      {canMake && (
        <Button
          size="l"
          icon="shield"
          wide
          busy={task.busy}
          onClick={() => void task.run(() => setRecoveryPasskey(parts, names))}
        >
          {setAtMs === undefined ? words.make : words.renew}
        </Button>
      )}
      {setAtMs !== undefined && (
        <Button
          kind="plain"
          icon="unlink"
          wide
          busy={task.busy}
          onClick={() => void task.run(() => removeRecoveryPasskey(parts))}
        >
          {words.remove}
        </Button>
      )}
    </Section>
  );
}
