import { useRoute } from 'preact-iso';
import type { OfferView, ProgrammeOffer } from '#bridge/wallet-catalogue.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import type { CatalogueWords } from '#i18n/topics/catalogue/en.ts';
import { wordLoaders } from '#i18n/topics/catalogue/load.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { JoinRefused, useJoin } from '#wallet/catalogue/use-join.tsx';
import { useWallet, useWords } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { Loaded, Screen, Section } from '#wallet/screen.tsx';
import { Membership } from './membership.tsx';
import { OfferDetails, OfferHead } from './offer-details.tsx';
import { ShareButtons } from './share-buttons.tsx';

/** A programme before it is joined, and what can be done about it afterwards. */
export function DetailsScreen() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const { api } = useWallet();
  const { locale, refusals } = useLanguage();
  const app = useWords();
  const words = useTopicWords(wordLoaders);
  const live = useView(() => api.offer(id, locale), ['programmes'], [id, locale]);
  const { view } = live;
  const title =
    view.state === 'ready' && view.value.ok ? view.value.value.offer.look.name : app.catalogue.title;
  return (
    <Screen title={title} backHref="/catalogue">
      <Loaded live={live} shapes={['hero', 'row', 'row']}>
        {(outcome) => {
          if (outcome.ok)
            return words && <Details view={outcome.value} words={words} onChanged={live.reload} />;
          const text = refusalText(refusals, outcome.error.kind);
          return (
            <Banner tone="warn" live title={text.headline}>
              {text.next}
            </Banner>
          );
        }}
      </Loaded>
    </Screen>
  );
}

interface DetailsProps {
  readonly view: OfferView;
  readonly words: CatalogueWords;
  readonly onChanged: () => void;
}

function Details({ view, words, onChanged }: DetailsProps) {
  const { offer } = view;
  const { look } = offer;
  return (
    <div class={layout.columns}>
      <div class={layout.column}>
        <OfferHead offer={offer} words={words}>
          {!offer.joined && <JoinAction offer={offer} onChanged={onChanged} />}
        </OfferHead>
        {offer.joined && <Membership offer={offer} words={words} onChanged={onChanged} />}
      </div>
      <div class={layout.column}>
        <OfferDetails view={view} words={words} />
        <Section title={words.share}>
          <p class={layout.soft}>{words.shareText}</p>
          <ShareButtons programmeId={look.programmeId} words={words} />
        </Section>
      </div>
    </div>
  );
}

interface JoinActionProps {
  readonly offer: ProgrammeOffer;
  readonly onChanged: () => void;
}

function JoinAction({ offer: { look }, onChanged }: JoinActionProps) {
  const app = useWords();
  const { join, joining, refusal } = useJoin(onChanged);
  return (
    <>
      <Button
        kind="onColour"
        size="l"
        icon="plus"
        wide
        busy={joining !== undefined}
        onClick={() => void join(look.programmeId)}
      >
        {app.catalogue.joinName(look.name)}
      </Button>
      {refusal !== undefined && <JoinRefused reason={refusal} />}
    </>
  );
}
