import { useLocation } from 'preact-iso';
import type { ProgrammeOffer } from '#bridge/wallet-catalogue.ts';
import type { CatalogueWords } from '#i18n/topics/catalogue/en.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { useWallet, useWords } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { FaultBanner } from '#wallet/safety/fault-banner.tsx';
import { useTask } from '#wallet/safety/use-task.ts';

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
  const task = useTask<null>();
  const hide = async () => {
    if ((await task.run(() => api.hideProgramme(look.programmeId, true))) !== undefined) onChanged();
  };
  return (
    <div class={layout.stack}>
      <OpenButton programmeId={look.programmeId} />
      <p class={layout.soft}>{words.hideText}</p>
      {task.fault !== undefined && <FaultBanner kind={task.fault} />}
      <Button icon="minus" wide busy={task.busy} onClick={() => void hide()}>
        {words.hide}
      </Button>
    </div>
  );
}

function Hidden({ offer: { look }, words, onChanged }: MembershipProps) {
  const { api } = useWallet();
  const task = useTask<null>();
  const show = async () => {
    if ((await task.run(() => api.hideProgramme(look.programmeId, false))) !== undefined) onChanged();
  };
  return (
    <>
      <Banner
        tone="info"
        live
        title={words.isHidden(look.name)}
        actions={
          <Button busy={task.busy} onClick={() => void show()}>
            {words.show}
          </Button>
        }
      >
        {words.hideText}
      </Banner>
      {task.fault !== undefined && <FaultBanner kind={task.fault} />}
    </>
  );
}

function FromFile({ offer: { look }, words }: Omit<MembershipProps, 'onChanged'>) {
  const { api } = useWallet();
  const { route } = useLocation();
  const task = useTask<null>();
  const remove = async () => {
    const removed = await task.run(() => api.removeProgrammeFile(look.programmeId));
    if (removed !== undefined) route('/catalogue');
  };
  return (
    <div class={layout.stack}>
      <OpenButton programmeId={look.programmeId} />
      <p class={layout.soft}>{words.removeText}</p>
      {task.fault !== undefined && <FaultBanner kind={task.fault} />}
      <Button kind="danger" icon="close" wide busy={task.busy} onClick={() => void remove()}>
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
