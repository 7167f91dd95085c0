import { useLocation } from 'preact-iso';
import type { ProgrammeOffer } from '#bridge/wallet-catalogue.ts';
import type { CatalogueWords } from '#i18n/topics/catalogue/en.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { useWallet, useWords } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';

export interface MembershipProps {
  readonly offer: ProgrammeOffer;
  readonly words: CatalogueWords;
  readonly onChanged: () => void;
}

/** What a member may do: open it, take it out of sight or back, and give up what came from a file. */
export function Membership({ offer, words, onChanged }: MembershipProps) {
  const { origin, hidden } = offer;
  const isFromFile = origin.kind === 'verified' || origin.kind === 'unverified';
  if (isFromFile) return <FromFile offer={offer} words={words} />;
  return hidden ? (
    <Hidden offer={offer} words={words} onChanged={onChanged} />
  ) : (
    <Shown offer={offer} words={words} onChanged={onChanged} />
  );
}

function Shown({ offer: { look }, words, onChanged }: MembershipProps) {
  const { api } = useWallet();
  const hide = () => void api.hideProgramme(look.programmeId, true).then(onChanged);
  return (
    <div class={layout.stack}>
      <OpenButton programmeId={look.programmeId} />
      <p class={layout.soft}>{words.hideText}</p>
      <Button icon="minus" wide onClick={hide}>
        {words.hide}
      </Button>
    </div>
  );
}

function Hidden({ offer: { look }, words, onChanged }: MembershipProps) {
  const { api } = useWallet();
  const show = () => void api.hideProgramme(look.programmeId, false).then(onChanged);
  return (
    <Banner
      tone="info"
      live
      title={words.isHidden(look.name)}
      actions={<Button onClick={show}>{words.show}</Button>}
    >
      {words.hideText}
    </Banner>
  );
}

function FromFile({ offer: { look }, words }: Omit<MembershipProps, 'onChanged'>) {
  const { api } = useWallet();
  const { route } = useLocation();
  const remove = () => void api.removeProgrammeFile(look.programmeId).then(() => route('/catalogue'));
  return (
    <div class={layout.stack}>
      <OpenButton programmeId={look.programmeId} />
      <p class={layout.soft}>{words.removeText}</p>
      <Button kind="danger" icon="close" wide onClick={remove}>
        {words.remove}
      </Button>
    </div>
  );
}

function OpenButton({ programmeId }: { readonly programmeId: string }) {
  const app = useWords();
  const { route } = useLocation();
  return (
    <Button kind="primary" size="l" wide onClick={() => route(`/programme/${programmeId}`)}>
      {app.catalogue.open}
    </Button>
  );
}
