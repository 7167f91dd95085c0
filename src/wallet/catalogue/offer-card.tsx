import type { ProgrammeOffer } from '#bridge/wallet-api.ts';
import { Button } from '#ui/button.tsx';
import { Chip } from '#ui/chip.tsx';
import { Icon } from '#ui/icon.tsx';
import { programmeIcon } from '#ui/icon-paths.ts';
import { useWords } from '#wallet/environment.ts';
import styles from './catalogue.module.css';

export interface OfferCardProps {
  readonly offer: ProgrammeOffer;
  readonly busy: boolean;
  readonly onJoin: () => void;
}

/** One programme on offer: a ticket that is not torn off the roll yet. */
export function OfferCard({ offer, busy, onJoin }: OfferCardProps) {
  const words = useWords();
  const { look } = offer;
  return (
    <article class={styles.offer} style={{ '--accent': look.colour }}>
      <header class={styles.head}>
        <Icon name={programmeIcon(look.icon)} size="l" />
        <div class={styles.names}>
          <p class={styles.merchant}>{look.merchantName}</p>
          <h2 class={styles.name}>{look.name}</h2>
        </div>
      </header>
      <div class={styles.body}>
        <p>{offer.summary}</p>
        <ul class={styles.highlights}>
          {offer.highlights.map((highlight) => (
            <li key={highlight} class={styles.highlight}>
              <span class={styles.tick}>
                <Icon name="check" size="s" />
              </span>
              {highlight}
            </li>
          ))}
        </ul>
        {offer.joined ? (
          <div class={styles.joined}>
            <Chip tone="good" icon="check">
              {words.catalogue.joined}
            </Chip>
            <a class={styles.open} href={`/programme/${look.programmeId}`}>
              {words.catalogue.open}
            </a>
          </div>
        ) : (
          <Button kind="primary" icon="plus" busy={busy} onClick={onJoin} wide>
            {words.catalogue.joinName(look.name)}
          </Button>
        )}
      </div>
    </article>
  );
}
