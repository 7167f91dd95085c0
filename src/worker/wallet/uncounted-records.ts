// What this member's devices said and the server did not count, other than receipts: joins, statements, visits, payments.
import type { Bytes } from '#base/bytes.ts';
import type { Money } from '#bridge/common-views.ts';
import type { PaymentRow } from '#storage/payment-store.ts';
import type { Holdings } from './member-log.ts';

export interface UncountedRecord {
  /** Of the journal record; of a payment that another phone brought, its own. */
  readonly id: string;
  readonly decision: Verdict;
  /** When it was done, by this phone's clock. */
  readonly atMs: number;
  readonly programmeId?: string;
  readonly merchantName?: string;
  readonly till?: { readonly cose: Bytes; readonly issuedAtS: number };
  readonly total?: Money;
  /** What it would have brought. */
  readonly missed?: { readonly unit: string; readonly qty: number };
}

interface Verdict {
  readonly status: 'accepted' | 'rejected' | 'conflict';
  readonly code?: string;
}

export function isUncounted(status: string | undefined): status is 'rejected' | 'conflict' {
  return status === 'rejected' || status === 'conflict';
}

export function uncountedRecords(holdings: Holdings): readonly UncountedRecord[] {
  const { memberships, joinDecisions, statements, statementDecisions, visits, payments } = holdings;
  return [
    ...memberships.flatMap(({ recordId: id, programmeId, joinedAtMs: atMs }) =>
      refused(joinDecisions.get(id), { id, programmeId, atMs }),
    ),
    ...statements.flatMap(({ recordId: id, programmeId, occurredAtMs: atMs }) =>
      refused(statementDecisions.get(id), { id, programmeId, atMs }),
    ),
    ...visits.flatMap(({ recordId: id, merchantName, atS, decision }) =>
      refused(decision, { id, merchantName, atMs: atS * 1_000 }),
    ),
    ...payments.flatMap((row) => paymentRecords(row, holdings)),
  ];
}

/** The payment, and what took it back. */
function paymentRecords(row: PaymentRow, { reversalDecisions }: Holdings): readonly UncountedRecord[] {
  const { id, recordId = id, content, madeAtMs: atMs, receipt: till, voided, voidRecordId } = row;
  const { merchantName, amountMinor, currency, unit, points, scale } = content;
  const about = { merchantName, atMs, total: { amountMinor, currency } };
  const reversal = voidRecordId === undefined ? undefined : reversalDecisions.get(voidRecordId);
  return [
    ...refused(row.decision, { id: recordId, ...about, ...(till && { till }) }),
    // Of a payment that did not count nothing had to come back.
    ...(voidRecordId === undefined || isUncounted(row.decision?.status)
      ? []
      : refused(reversal, {
          id: voidRecordId,
          ...about,
          programmeId: content.programmeId,
          ...(voided && { till: voided }),
          missed: { unit, qty: points * 10 ** scale },
        })),
  ];
}

function refused(
  decision: Verdict | undefined,
  about: Omit<UncountedRecord, 'decision'>,
): readonly UncountedRecord[] {
  return decision !== undefined && isUncounted(decision.status) ? [{ ...about, decision }] : [];
}
