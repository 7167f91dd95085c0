import { useEffect, useState } from 'preact/hooks';
import type { ShiftSummary } from '#bridge/cashier-shift.ts';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { ShiftWords } from '#i18n/topics/shift/en.ts';
import { DateTime } from '#ui/amount.tsx';
import { Button } from '#ui/button.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import styles from './shift-screen.module.css';

const PAGE = 10;

/** Closed shifts, newest first, each with its report. */
export function PastShifts(props: { readonly words: ShiftWords; readonly onOpen: (number: number) => void }) {
  const { format } = useWords();
  const { api, changes } = useServices();
  const { words, onOpen } = props;
  const [wanted, setWanted] = useState(PAGE);
  const [shifts, setShifts] = useState<readonly ShiftSummary[]>();
  useEffect(() => {
    const read = (): void => void api.pastShifts(wanted).then(setShifts);
    read();
    return changes.subscribe(['sales'], read);
  }, [api, changes, wanted]);
  if (shifts === undefined) return null;
  return (
    <section class={styles.section}>
      <h2 class={styles.heading}>{words.report.past}</h2>
      {shifts.length === 0 ? (
        <p class={styles.since}>{words.report.noPast}</p>
      ) : (
        <RowList label={words.report.past}>
          {shifts.map(({ number, cashier, openedAtMs, closedAtMs }) => (
            <li key={number}>
              <ListRow
                icon="shift"
                title={words.state.open(format.integer(number))}
                detail={
                  <>
                    {cashier !== undefined && (
                      <>
                        <bdi>{cashier}</bdi>
                        {' · '}
                      </>
                    )}
                    <DateTime atMs={openedAtMs} /> – <DateTime atMs={closedAtMs} />
                  </>
                }
                onClick={() => onOpen(number)}
              />
            </li>
          ))}
        </RowList>
      )}
      {shifts.length === wanted && (
        <Button size="l" wide icon="down" onClick={() => setWanted(wanted + PAGE)}>
          {words.report.more}
        </Button>
      )}
    </section>
  );
}
