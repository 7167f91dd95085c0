import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { TillRecord } from '#bridge/till-record.ts';
import type { RecordQuery } from '#bridge/cashier-undo.ts';
import { useServices } from '#cashier/shell/services.ts';

export type RecordWish = Pick<RecordQuery, 'text' | 'filter' | 'dayMs'>;

export interface RecordList {
  readonly state: 'loading' | 'failed' | 'ready';
  readonly records: readonly TillRecord[];
  /** Reads the next page; absent when there is none. */
  readonly more?: () => void;
  readonly reload: () => void;
}

const PAGE = 50;

interface Pages {
  readonly state: RecordList['state'];
  readonly records: readonly TillRecord[];
  readonly next?: number;
}

/** Records that match, page by page; read anew when the wish or the records themselves change. */
export function useRecords(wish: RecordWish): RecordList {
  const { api, changes } = useServices();
  const [pages, setPages] = useState<Pages>({ state: 'loading', records: [] });
  const asked = useRef(0);
  const shown = useRef(PAGE);
  const { text, filter, dayMs } = wish;

  const read = useCallback(
    async (limit: number, before: number | undefined): Promise<void> => {
      const mine = (asked.current += 1);
      const query = { text, filter, limit, ...(dayMs === undefined ? {} : { dayMs }) };
      try {
        const page = await api.findRecords(before === undefined ? query : { ...query, before });
        // A later question has overtaken this answer.
        if (asked.current !== mine) return;
        setPages((so) => ({
          state: 'ready',
          records: before === undefined ? page.records : [...so.records, ...page.records],
          ...(page.next === undefined ? {} : { next: page.next }),
        }));
      } catch {
        if (asked.current === mine) setPages({ state: 'failed', records: [] });
      }
    },
    [api, text, filter, dayMs],
  );
  const reload = useCallback(() => void read(shown.current, undefined), [read]);
  useEffect(() => {
    shown.current = PAGE;
    reload();
    return changes.subscribe(['sales'], reload);
  }, [changes, reload]);

  const { next } = pages;
  const more = (): void => {
    shown.current += PAGE;
    void read(PAGE, next);
  };
  return { state: pages.state, records: pages.records, reload, ...(next === undefined ? {} : { more }) };
}
