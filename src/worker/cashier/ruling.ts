// What is behind a decision against a record of this till.
import type { SideClock } from '#bridge/common-views.ts';
import type { Bytes } from '#base/bytes.ts';
import { openAs } from '#protocol/open-message.ts';
import { PAYMENT } from '#protocol/payment.ts';
import { PRESENTATION } from '#protocol/presentation.ts';
import type { TillReceiptRow } from '#storage/cashier-receipt-store.ts';
import type { CashierRepositories } from '#storage/cashier-stores.ts';
import type { DecisionRow } from '#storage/decision-store.ts';

/** Each side's own clock, in the order of events; `undefined` when there is nothing to explain. */
export async function rulingClocks(
  { outbox, meta }: Pick<CashierRepositories, 'outbox' | 'meta'>,
  { eventId, atMs }: TillReceiptRow,
  decision: DecisionRow | undefined,
): Promise<readonly SideClock[] | undefined> {
  if (decision === undefined || decision.status === 'accepted') return undefined;
  const [sent] = await outbox.byIds([eventId]);
  const offsetMs = (await meta.get('clock'))?.offsetMs ?? 0;
  const phoneS = sent?.parts.map(saidByPhoneAtS).find((atS) => atS !== undefined);
  return [
    ...(phoneS === undefined ? [] : [{ side: 'phone' as const, atMs: phoneS * 1_000 }]),
    { side: 'till', atMs },
    { side: 'server', atMs: decision.decidedAtMs + offsetMs },
  ];
}

/** Of what a customer's phone signed. A pass is not kept: the receipt names whom it was for. */
function saidByPhoneAtS(part: Bytes): number | undefined {
  const shown = openAs(PRESENTATION, part);
  const said = shown.ok ? shown : openAs(PAYMENT, part);
  return said.ok ? said.value.value.issuedAtS : undefined;
}
