import type { ComponentChildren } from 'preact';
import type { LifeSpan, OfferView, ProgrammeOffer } from '#bridge/wallet-catalogue.ts';
import type { Format } from '#i18n/format.ts';
import type { CatalogueWords } from '#i18n/topics/catalogue/en.ts';
import { Banner } from '#ui/banner.tsx';
import { Icon } from '#ui/icon.tsx';
import { programmeIcon } from '#ui/programme-icons.ts';
import { useLanguage } from '#ui/language.tsx';
import { kindName } from '#wallet/catalogue/filter-bar.tsx';
import layout from '#wallet/layout.module.css';
import { Section } from '#wallet/screen.tsx';
import styles from './details.module.css';

export interface OfferHeadProps {
  readonly offer: ProgrammeOffer;
  readonly words: CatalogueWords;
  readonly children?: ComponentChildren;
}

/** The face of a programme: its colour, its icon, what it is, and the one thing to do about it. */
export function OfferHead({ offer, words, children }: OfferHeadProps) {
  const { look, kinds, summary } = offer;
  return (
    <section class={styles.head} style={{ '--accent': look.colour }}>
      <p class={styles.merchant}>
        <Icon name={programmeIcon(look.icon)} size="l" /> {look.merchantName}
      </p>
      {summary !== '' && <p class={styles.summary}>{summary}</p>}
      <ul class={styles.kinds}>
        {kinds.map((kind) => (
          <li key={kind} class={styles.kind}>
            {kindName(words, kind)}
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}

export interface OfferDetailsProps {
  readonly view: OfferView;
  readonly words: CatalogueWords;
}

/** All that its definition says, in the order in which people ask. */
export function OfferDetails({ view, words }: OfferDetailsProps) {
  const { earning, rewards, vouchers, benefits, offer } = view;
  return (
    <>
      <Standing origin={offer.origin} words={words} />
      <Needs view={view} words={words} />
      <Texts title={words.earning} texts={earning} />
      <Texts title={words.rewards} texts={rewards} />
      <Texts title={words.vouchers} texts={vouchers} />
      <Texts title={words.benefits} texts={benefits} />
      <Ladders view={view} words={words} />
      <Lapsing view={view} words={words} />
      <Texts title={words.where} texts={offer.merchants.map(({ name }) => name)} />
      <Source view={view} words={words} />
    </>
  );
}

/** Who stands by it, in words: only a programme from a file leaves the question open. */
function Standing({ origin, words }: Pick<OfferDetailsProps, 'words'> & Pick<ProgrammeOffer, 'origin'>) {
  if (origin.kind === 'unverified') {
    return (
      <Banner tone={origin.why === 'false_seal' ? 'bad' : 'warn'} title={words.unverified}>
        {words.seals[origin.why]}
      </Banner>
    );
  }
  return origin.kind === 'verified' ? (
    <Banner tone="good" icon="shield" title={words.verified}>
      {words.verifiedText(origin.by)}
    </Banner>
  ) : null;
}

function Needs({ view: { needs }, words }: OfferDetailsProps) {
  const { format } = useLanguage();
  if (needs.length === 0) return null;
  const open = needs.filter(({ joined }) => !joined);
  const names = format.list((open.length === 0 ? needs : open).map(({ look }) => look.name));
  return (
    <Banner tone="info" icon="unlink" title={words.needs}>
      {open.length === 0 ? words.needsJoined(names) : words.needsText(names)}
    </Banner>
  );
}

function Texts({ title, texts }: { readonly title: string; readonly texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <Section title={title}>
      <ul class={styles.texts}>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Section>
  );
}

function Ladders({ view: { ladders }, words }: OfferDetailsProps) {
  if (ladders.length === 0) return null;
  return (
    <Section title={words.ladders}>
      {ladders.map(({ name, tiers }) => (
        <div key={name} class={styles.ladder}>
          <h3 class={styles.ladderName}>{name}</h3>
          <ol class={styles.tiers}>
            {tiers.map((tier) => (
              <li key={tier} class={styles.tier}>
                {tier}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </Section>
  );
}

function Lapsing({ view: { lapsing }, words }: OfferDetailsProps) {
  const { format } = useLanguage();
  const texts = lapsing.flatMap(({ unitName, expire, idle }) => {
    if (expire === undefined && idle === undefined) return [words.stays(unitName)];
    return [
      ...(expire === undefined ? [] : [words.lapses(unitName, spanText(expire, words, format))]),
      ...(idle === undefined ? [] : [words.idles(unitName, spanText(idle, words, format))]),
    ];
  });
  return <Texts title={words.lapsing} texts={texts} />;
}

function spanText({ n, unit }: LifeSpan, words: CatalogueWords, format: Format): string {
  return format.plural(n, words.spans[unit]);
}

function Source({ view: { offer, edition, assumed }, words }: OfferDetailsProps) {
  const { format } = useLanguage();
  const { origin } = offer;
  return (
    <Section title={words.source}>
      {(origin.kind === 'demo' || origin.kind === 'modelled') && <p>{words.origins[origin.kind]}</p>}
      <dl class={layout.facts}>
        <dt>{words.edition}</dt>
        <dd>{words.editionOf(format.integer(edition.number), format.integer(edition.of))}</dd>
        {edition.sinceMs !== undefined && (
          <>
            <dt>{words.since}</dt>
            <dd>{format.day(edition.sinceMs)}</dd>
          </>
        )}
        <dt>{words.identifier}</dt>
        <dd>
          <code dir="ltr">{edition.programmeId}</code>
        </dd>
        <dt>{words.fingerprint}</dt>
        <dd>
          <code dir="ltr">{edition.hash}</code>
        </dd>
      </dl>
      {assumed.length > 0 && (
        <details class={styles.assumed}>
          <summary class={styles.assumedTitle}>{words.assumed}</summary>
          <p class={layout.soft}>{words.assumedText}</p>
          <ul class={styles.texts}>
            {assumed.map((steps) => (
              <li key={steps.join('/')}>
                <code dir="ltr">{steps.join(' › ')}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}
