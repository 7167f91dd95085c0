import type { CashierApi } from '#bridge/cashier-api.ts';
import type { TillRecord } from '#bridge/till-record.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { WalletState } from '#protocol/verdict.ts';
import { MEMBER_ID } from './till-world.ts';

/** The value of an outcome that must not be a refusal. */
export function expectOk<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.error.kind}`);
  return outcome.value;
}

/** The customer's wallet, which has presented what is named here (hex message id -> hex voucher id). */
export function walletStateFor(presentations: Readonly<Record<string, string>> = {}): WalletState {
  return {
    memberId: MEMBER_ID,
    presentations: new Map(Object.entries(presentations)),
    receipts: new Set(),
  };
}

/** The newest records of a till. */
export async function recordsOf(
  { api }: { readonly api: CashierApi },
  limit: number,
): Promise<readonly TillRecord[]> {
  return (await api.findRecords({ text: '', filter: 'all', limit })).records;
}
