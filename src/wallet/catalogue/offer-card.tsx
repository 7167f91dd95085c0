import type { ProgrammeOffer } from '#bridge/wallet-catalogue.ts';
import type { CatalogueWords } from '#i18n/topics/catalogue/en.ts';
import { Button } from '#ui/button.tsx';
import { Chip } from '#ui/chip.tsx';
import { Icon } from '#ui/icon.tsx';
import { programmeIcon } from '#ui/programme-icons.ts';
import { useLanguage } from '#ui/language.tsx';
import { useWords } from '#wallet/environment.ts';
import { kindName } from './filter-bar.tsx';
import styles from './catalogue.module.css';

export interface OfferCardProps {
  readonly offer: ProgrammeOffer;
  readonly words: CatalogueWords;
  readonly busy: boolean;
  readonly onJoin: () => void;
}

/** One programme on offer: a ticket that is not torn off the roll yet. Its name leads to all that can be said of it. */
export function OfferCard({ offer, words, busy, onJoin }: OfferCardProps) {
  const app = useWords();
  const { look, kinds, origin } = offer;
  return (
    <article class={styles.offer} style={{ '--accent': look.colour }}>
      <span class={styles.mark}>
        <Icon name={programmeIcon(look.icon)} size="l" />
      </span>
      <div class={styles.body}>
        <p class={styles.merchant}>
          <Place offer={offer} words={words} />
        </p>
        <h2 class={styles.name}>
          <a class={styles.link} href={`/catalogue/${look.programmeId}`}>
            {look.name}
          </a>
        </h2>
        {offer.summary !== '' && <p class={styles.summary}>{offer.summary}</p>}
        <div class={styles.foot}>
          <p class={styles.kindLine}>{kinds.map((kind) => kindName(words, kind)).join(' · ')}</p>
          <OriginChip origin={origin} words={words} />
          {offer.hidden && <Chip icon="minus">{words.hidden}</Chip>}
          {offer.joined ? (
            <Chip tone="good" icon="check">
              {app.catalogue.joined}
            </Chip>
          ) : (
            <Button kind="primary" icon="plus" busy={busy} onClick={onJoin}>
              <span aria-hidden="true">{app.catalogue.join}</span>
              <span class="visually-hidden">{app.catalogue.joinName(look.name)}</span>
            </Button>
          )}
        </div>
      </div>
    </article>
  );
}

/** Said in words on every card: whether somebody stands by a programme that came from a file. */
export function OriginChip({
  origin,
  words,
}: Pick<OfferCardProps, 'words'> & Pick<ProgrammeOffer, 'origin'>) {
  if (origin.kind === 'unverified') {
    return (
      <Chip tone="warn" icon="warning">
        {words.unverified}
      </Chip>
    );
  }
  return origin.kind === 'verified' ? (
    <Chip tone="good" icon="shield">
      {words.verified}
    </Chip>
  ) : null;
}

function Place({ offer, words }: Pick<OfferCardProps, 'offer' | 'words'>) {
  const { format } = useLanguage();
  const { merchants, look } = offer;
  if (merchants.length < 2) return <>{look.merchantName}</>;
  return (
    <>
      <bdi>{look.merchantName}</bdi> · {format.plural(merchants.length, words.shops)}
    </>
  );
}
