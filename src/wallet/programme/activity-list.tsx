import { useState } from 'preact/hooks';
import type { ReportableView } from '#bridge/wallet-programme.ts';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { Section } from '#wallet/screen.tsx';
import { ReportSheet } from './report-sheet.tsx';
import { useProgrammeWords } from './use-programme-words.ts';

export interface ActivityListProps {
  readonly programmeId: string;
  readonly activities: readonly ReportableView[];
}

/** What the member may report by themself. */
export function ActivityList({ programmeId, activities }: ActivityListProps) {
  const words = useProgrammeWords();
  const [openedAction, setOpenedAction] = useState<string>();
  if (activities.length === 0) return null;
  return (
    <Section title={words.activities}>
      <RowList>
        {activities.map((activity) => (
          <li key={activity.action}>
            <ListRow
              icon="plus"
              title={activity.name}
              detail={<Left activity={activity} />}
              onClick={() => setOpenedAction(activity.action)}
            />
          </li>
        ))}
      </RowList>
      <ReportSheet
        programmeId={programmeId}
        activity={activities.find(({ action }) => action === openedAction)}
        onClose={() => setOpenedAction(undefined)}
      />
    </Section>
  );
}

function Left({ activity }: { readonly activity: ReportableView }) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  const { left, open, rule } = activity;
  if (!open) return <>{words.reportClosed}</>;
  if (left === undefined) return <>{rule ?? words.report}</>;
  return <>{words.reportLeft(`${format.quantity(left.qty, left.scale)} ${left.unitName}`)}</>;
}
