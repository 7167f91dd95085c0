// What the till's database holds, read past all of the till's own code.
import type { Page } from '@playwright/test';
import type { SoakReport } from './soak.ts';

interface Row {
  readonly kind: 'earn' | 'redeem' | 'undo';
  readonly totalMinor: number;
  readonly discountMinor?: number;
}

export async function readRecords(page: Page): Promise<SoakReport['till']> {
  const rows = await page.evaluate(async () => {
    const result = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((done, fail) => {
        request.addEventListener('success', () => done(request.result));
        request.addEventListener('error', () => fail(request.error ?? new Error('unread')));
      });
    const db = await result(indexedDB.open('tessera-cashier'));
    const all = (store: string): Promise<unknown[]> =>
      result(db.transaction(store).objectStore(store).getAll());
    const receipts = (await all('receipts')) as Row[];
    db.close();
    return receipts.map(({ kind, totalMinor, discountMinor }) => ({ kind, totalMinor, discountMinor }));
  });
  const of = (kind: Row['kind']) => rows.filter((row) => row.kind === kind);
  const sum = (kind: Row['kind'], field: 'totalMinor' | 'discountMinor'): number =>
    of(kind).reduce((total, row) => total + (row[field] ?? 0), 0);
  return {
    sales: of('earn').length,
    turnoverMinor: sum('earn', 'totalMinor'),
    redemptions: of('redeem').length,
    discountMinor: sum('redeem', 'discountMinor'),
    undos: of('undo').length,
    undoneMinor: sum('undo', 'totalMinor'),
  };
}
