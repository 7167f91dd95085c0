import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { answered } from '#bridge/answered.ts';
import type { InboxCard } from '#bridge/wallet-inbox.ts';
import { decisionRule } from '#i18n/decision-rules.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import type { InboxWords } from '#i18n/topics/inbox/en.ts';
import { Amount, DateTime, Quantity } from '#ui/amount.tsx';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Chip } from '#ui/chip.tsx';
import type { IconName } from '#ui/icon-paths.ts';
import { Icon } from '#ui/icon.tsx';
import { useLanguage } from '#ui/language.tsx';
import { SideClocks } from '#ui/side-clocks.tsx';
import { handOver, type HandedOver } from '#wallet/calendar/hand-over.ts';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import styles from './inbox.module.css';

export interface CardViewProps {
  readonly card: InboxCard;
  readonly words: InboxWords;
}

const ICONS: Readonly<Record<InboxCard['kind'], IconName>> = {
  refused: 'refusal',
  conflict: 'warning',
  recovered: 'shield',
  recovery_code_set: 'shield',
  recovery_passkey_set: 'shield',
  recovery_passkey_removed: 'unlink',
  device_linked: 'qr',
  device_revoked: 'unlink',
  device_revoked_by_operator: 'unlink',
  erased: 'unlink',
};

/** A rule that only wallets meet. */
const TOLD_LATE = 'told_late';

/** Who, where, when by each clock, why, what it changed, and what can be done. */
export function CardView({ card, words }: CardViewProps) {
  return (
    <article class={styles.card}>
      <header class={styles.head}>
        <Icon name={ICONS[card.kind]} />
        <div class={styles.titles}>
          <h2 class={styles.title}>{words.kinds[card.kind]}</h2>
          <p class={layout.soft}>
            <Where card={card} words={words} />
          </p>
        </div>
        {!card.read && <Chip tone="info">{words.isNew}</Chip>}
      </header>
      {card.reason !== undefined && <Reason card={card} kind={card.reason.kind} words={words} />}
      <Facts card={card} words={words} />
      <p>{words.advice[adviceFor(card)]}</p>
      <Actions card={card} words={words} />
    </article>
  );
}

/** Trying again helps nobody who was late. */
function adviceFor(card: InboxCard): keyof InboxWords['advice'] {
  if (!isStated(card)) return card.kind;
  return card.reason?.kind === TOLD_LATE ? TOLD_LATE : 'stated';
}

function ruleFor(card: InboxCard, kind: string): keyof InboxWords['rules'] {
  if (kind === TOLD_LATE) return TOLD_LATE;
  return decisionRule(kind) ?? (isStated(card) ? 'stated' : 'other');
}

/** No till knows of it, so no shop can look it up. */
function isStated({ kind, tillNumber }: InboxCard): boolean {
  return kind === 'refused' && tillNumber === undefined;
}

function Where({ card, words }: CardViewProps) {
  const { format } = useLanguage();
  const { merchantName, tillNumber, look, device, about } = card;
  if (device !== undefined || about !== undefined)
    return (
      <>
        {about !== undefined && <>{words.about(about)} · </>}
        {device === undefined && words.byOperator}
        {device !== undefined && (device.isThis ? words.here : words.by(device.name))}
      </>
    );
  const place = merchantName ?? look?.name;
  return (
    <>
      {place}
      {tillNumber !== undefined && <> · {words.till(format.integer(tillNumber))}</>}
    </>
  );
}

function Reason({ card, kind, words }: CardViewProps & { readonly kind: string }) {
  const { refusals } = useLanguage();
  return (
    <div>
      <p class={styles.reason}>{refusalText(refusals, kind).headline}</p>
      <p class={layout.soft}>
        {words.rule}: {words.rules[ruleFor(card, kind)]}
      </p>
    </div>
  );
}

function Facts({ card, words }: CardViewProps) {
  const { format } = useLanguage();
  const { total, discount, missed, clocks, counted, revoked } = card;
  return (
    <dl class={layout.facts}>
      <SideClocks clocks={clocks} words={words.sides} rowClass={styles.fact} />
      {counted !== undefined && (
        <div class={styles.fact}>
          <dt>{words.counted}</dt>
          <dd>
            {counted.merchantName}
            {counted.tillNumber !== undefined && (
              <> · {words.till(format.integer(counted.tillNumber))}</>
            )} ·{' '}
            <DateTime atMs={counted.atMs} />
          </dd>
        </div>
      )}
      {total !== undefined && (
        <div class={styles.fact}>
          <dt>{words.total}</dt>
          <dd>
            <Amount money={total} />
          </dd>
        </div>
      )}
      {discount !== undefined && (
        <div class={styles.fact}>
          <dt>{words.discount}</dt>
          <dd>
            <Amount money={discount} />
          </dd>
        </div>
      )}
      {missed.map(({ look, unitName, qty, scale }) => (
        <div key={`${look.programmeId}:${unitName}`} class={styles.fact}>
          <dt>{words.missed}</dt>
          <dd>
            <Quantity qty={qty} scale={scale} signed /> {unitName}
          </dd>
        </div>
      ))}
      {revoked !== undefined && revoked > 0 && (
        <div class={styles.fact}>
          <dt>{words.revoked(format.integer(revoked))}</dt>
          <dd />
        </div>
      )}
    </dl>
  );
}

function Actions({ card, words }: CardViewProps) {
  const { api } = useWallet();
  const { route } = useLocation();
  const { refusals } = useLanguage();
  const [handed, setHanded] = useState<HandedOver>();
  const [fault, setFault] = useState<string>();
  const save = async () => {
    const file = await answered(api.exportEvidence(card.id));
    setFault(file.ok ? undefined : file.error.kind);
    if (!file.ok) return;
    const { name, bytes } = file.value;
    setHanded(await handOver(new File([bytes], name, { type: 'application/octet-stream' })));
  };
  if (card.device !== undefined || card.about !== undefined) {
    return (
      <Button icon="shield" wide onClick={() => route('/safety')}>
        {words.safety}
      </Button>
    );
  }
  if (!card.hasEvidence) return null;
  return (
    <>
      {fault !== undefined && (
        <Banner tone="bad" live title={refusalText(refusals, fault).headline}>
          {refusalText(refusals, fault).next}
        </Banner>
      )}
      {(handed === 'saved' || handed === 'shared') && <Banner tone="good" live title={words.saved} />}
      <p class={layout.soft}>{words.proofText}</p>
      <Button icon="install" wide onClick={() => void save()}>
        {words.proof}
      </Button>
    </>
  );
}
