import { useEffect, useState } from 'preact/hooks';
import type { ReportableView } from '#bridge/wallet-programme.ts';
import { amountMinorFrom } from '#i18n/digits.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { useLanguage } from '#ui/language.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { StatementAnswer } from './statement-answer.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import { useStatement } from './use-statement.ts';

export interface ReportSheetProps {
  readonly programmeId: string;
  /** Absent: closed. */
  readonly activity: ReportableView | undefined;
  readonly onClose: () => void;
}

/** An activity with what it gives and how much of it still counts; one touch more reports it. */
export function ReportSheet({ programmeId, activity, onClose }: ReportSheetProps) {
  return (
    <Sheet open={activity !== undefined} title={activity?.name ?? ''} onClose={onClose}>
      {activity !== undefined && <ReportForm programmeId={programmeId} activity={activity} />}
    </Sheet>
  );
}

interface ReportFormProps {
  readonly programmeId: string;
  readonly activity: ReportableView;
}

function ReportForm({ programmeId, activity }: ReportFormProps) {
  const words = useProgrammeWords();
  const { api } = useWallet();
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const { action, quantity, open } = activity;
  useEffect(() => setTried(false), [typed]);
  const amount = quantity === undefined ? 1 : amountMinorFrom(typed, quantity.scale);
  const { progress, state } = useStatement(action, (intentId) =>
    api.reportActivity({ programmeId, action, quantity: amount ?? 0, intentId }),
  );
  const isOpen = progress.phase === 'asking' || progress.phase === 'busy';
  const submit = (event: Event) => {
    event.preventDefault();
    if (amount === undefined || amount < 1) setTried(true);
    else state();
  };
  return (
    <form class={layout.stack} onSubmit={submit} noValidate>
      {activity.rule !== undefined && <p>{activity.rule}</p>}
      {isOpen && open && quantity !== undefined && (
        <Field
          label={words.reportQuantity(quantity.name)}
          value={typed}
          onInput={setTyped}
          inputMode="decimal"
          hint={<Hint activity={activity} amount={amount} />}
          {...(isTried ? { problem: words.reportInvalid } : {})}
        />
      )}
      <StatementAnswer progress={progress} doneTitle={words.reportDone} />
      {isOpen && !open && <Banner tone="plain" title={words.reportClosed} />}
      {isOpen && open && (
        <>
          <p class={layout.soft}>{words.reportHonest}</p>
          <Button type="submit" kind="primary" size="l" wide busy={progress.phase === 'busy'}>
            {words.reportNow}
          </Button>
        </>
      )}
    </form>
  );
}

function Hint({
  activity,
  amount,
}: {
  readonly activity: ReportableView;
  readonly amount: number | undefined;
}) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  const { quantity, left } = activity;
  if (quantity?.most !== undefined && amount !== undefined && amount > quantity.most)
    return <>{words.reportOver}</>;
  if (quantity?.most !== undefined)
    return <>{words.reportMost(`${format.quantity(quantity.most, quantity.scale)} ${quantity.name}`)}</>;
  if (left === undefined) return null;
  return <>{words.reportLeft(`${format.quantity(left.qty, left.scale)} ${left.unitName}`)}</>;
}
