import type { ActivityEntry } from '#bridge/wallet-api.ts';
import { wordLoaders } from '#i18n/topics/undo/load.ts';
import { DateTime } from '#ui/amount.tsx';
import { Banner } from '#ui/banner.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import layout from '#wallet/layout.module.css';

/** Of a purchase: that the shop took it back. Of what took it back: which purchase, and why. */
export function UndoWordsOf({ entry }: { readonly entry: ActivityEntry }) {
  const words = useTopicWords(wordLoaders);
  const { takenBack, undo } = entry;
  if (words === undefined || (takenBack === undefined && undo === undefined)) return null;
  if (undo === undefined)
    return (
      <Banner
        tone="info"
        icon="back"
        title={takenBack === 'whole' ? words.wallet.takenWhole : words.wallet.takenPart}
      />
    );
  const reason = reasonOf(words.reasons, undo.reason);
  return (
    <>
      <Banner tone="info" icon="back" title={undo.whole ? words.wallet.takenWhole : words.wallet.takenPart}>
        {words.wallet.text}
      </Banner>
      <dl class={layout.facts}>
        {undo.saleAtMs !== undefined && (
          <>
            <dt>{words.wallet.of}</dt>
            <dd>
              <DateTime atMs={undo.saleAtMs} />
            </dd>
          </>
        )}
        {reason !== undefined && (
          <>
            <dt>{words.wallet.reason}</dt>
            <dd>{reason}</dd>
          </>
        )}
        {undo.note !== undefined && (
          <>
            <dt>{words.wallet.note}</dt>
            <dd>
              <bdi>{undo.note}</bdi>
            </dd>
          </>
        )}
      </dl>
    </>
  );
}

function reasonOf(reasons: Readonly<Record<string, string>>, reason: string | undefined): string | undefined {
  return reason !== undefined && Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
}
