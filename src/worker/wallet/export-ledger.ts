import { bytesFromBase64 } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { FileView } from '#bridge/common-views.ts';
import { type ExportKind, type LedgerExport, sealExport } from '#protocol/ledger-export.ts';
import type { PresentationRow, VoucherRow } from '#storage/voucher-store.ts';
import type { ReceiptRow } from '#storage/receipt-store.ts';
import type { OutboxRow } from '#storage/outbox-store.ts';
import { enrolledDevice } from './enrol.ts';
import { type Holdings, memberLogFrom, readHoldings, reversalOf } from './member-log.ts';
import type { Folds } from './programme-fold.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** Which of the wallet's statements go into a file. */
export interface ExportChoice {
  readonly kind: ExportKind;
  readonly receipt: (row: ReceiptRow) => boolean;
  readonly presentation: (row: PresentationRow) => boolean;
  readonly voucher: (row: VoucherRow) => boolean;
  readonly record: (row: OutboxRow) => boolean;
}

const EVERYTHING: ExportChoice = {
  kind: 'ledger',
  receipt: () => true,
  presentation: () => true,
  voucher: () => true,
  record: () => true,
};

interface ExportDeps {
  readonly deps: WalletDeps;
  readonly folds: Folds;
}

/** All signed statements that this wallet holds, oldest first. Refusals: `not_enrolled`, `server_unreachable` (never met it). */
export async function exportLedger(
  parts: ExportDeps,
  choice = EVERYTHING,
): Promise<Result<FileView, Refusal>> {
  const { deps, folds } = parts;
  const device = await enrolledDevice(deps);
  if (device === undefined) return err({ kind: 'not_enrolled' });
  const trusted = await deps.catalogue.current();
  if (trusted === undefined) return err({ kind: 'server_unreachable' });
  const madeAtMs = deps.around.clock.nowMs();
  const holdings = await readHoldings(deps.stores);
  const whole = choice.kind === 'ledger';
  const contents: LedgerExport = {
    kind: choice.kind,
    madeAtMs,
    certificate: device.certificate,
    serverKey: trusted.serverKey,
    trustList: bytesFromBase64(trusted.reply.trustList)!,
    ...(await statementsOf(deps, holdings, choice)),
    joins: whole
      ? holdings.memberships
          .filter(({ recordId }) => isCounted(holdings.joinDecisions.get(recordId)?.status))
          .map(({ programmeId, recordId, joinedAtMs }) => ({ programmeId, recordId, joinedAtMs }))
      : [],
    statements: whole
      ? holdings.statements
          .filter(({ recordId }) => isCounted(holdings.statementDecisions.get(recordId)?.status))
          .map(({ programmeId, recordId, occurredAtMs, said }) => ({
            programmeId,
            recordId,
            occurredAtMs,
            said: JSON.stringify(said),
          }))
      : [],
    payments: whole ? paymentsOf(holdings) : [],
    visits: whole ? visitsOf(holdings) : [],
    programmes: whole ? await programmesOf(deps, holdings) : [],
    balances: whole ? await balancesOf({ deps, folds }, holdings, madeAtMs) : [],
  };
  return ok({
    name: `tessera-${choice.kind}-${madeAtMs}.tessera`,
    bytes: await sealExport(contents, device.signer),
  });
}

function isCounted(status: string | undefined): boolean {
  return status === undefined || status === 'accepted';
}

type Statements = Pick<LedgerExport, 'receipts' | 'presentations' | 'vouchers' | 'records'>;

async function statementsOf(
  { stores }: WalletDeps,
  { receipts, vouchers }: Holdings,
  choice: ExportChoice,
): Promise<Statements> {
  const contentOf = new Map(vouchers.map(({ id, content }) => [id, content]));
  return stores.store.read(async (held) => {
    const records = (await held.outbox.all()).filter(choice.record);
    const decisions = await held.decisions.get(records.map(({ id }) => id));
    const presentations = (await held.vouchers.presentationRows()).filter(choice.presentation);
    return {
      // A receipt of an unknown merchant proves nothing yet.
      receipts: receipts
        .filter((row) => row.content !== undefined && choice.receipt(row))
        .toReversed()
        .map(({ cose, content, decision }) => {
          const { redemption } = content!;
          const used = redemption && (contentOf.get(redemption.voucherId) ?? redemption);
          return {
            cose,
            ...textsOf(decision),
            voucher: used?.programmeVoucher ?? '',
            instance: used?.instanceKey ?? '',
          };
        }),
      presentations: presentations.toReversed().map(({ cose }) => cose),
      vouchers: vouchers.filter(choice.voucher).map(({ cose }) => cose),
      records: records.map(({ id, cose }) => ({ cose, ...textsOf(decisions.get(id)) })),
    };
  });
}

/** Oldest first; one that no till has answered proves nothing. */
function paymentsOf({ payments, reversalDecisions }: Holdings): LedgerExport['payments'] {
  return payments.toReversed().flatMap((row) => {
    const { request, cose, receipt, content, decision } = row;
    if (receipt === undefined) return [];
    const { programmeId, unit, scale } = content;
    const reversal = reversalOf(row, reversalDecisions)?.cose ?? new Uint8Array(0);
    const messages = { request, payment: cose, receipt: receipt.cose, reversal };
    return [{ ...messages, programmeId, unit, scale, ...textsOf(decision) }];
  });
}

function visitsOf({ visits }: Holdings): LedgerExport['visits'] {
  return visits.toReversed().map(({ merchantSlug, recordId, atS, decision }) => ({
    merchantSlug,
    recordId,
    atS,
    ...textsOf(decision),
  }));
}

function textsOf(decision: { readonly status: string; readonly code?: string } | undefined) {
  return { status: decision?.status ?? '', code: decision?.code ?? '' };
}

/** Those that the member joined, and what they read, as the server published them. */
async function programmesOf({ catalogue, usable }: WalletDeps, { memberships }: Holdings) {
  const joined = new Set(memberships.map(({ programmeId }) => programmeId));
  const { programmes } = await usable();
  const needed = new Set(
    programmes.filter(({ id }) => joined.has(id)).flatMap(({ group }) => group.loaded.map(({ id }) => id)),
  );
  const published = (await catalogue.current())?.reply.programmes ?? [];
  return published
    .filter(({ definition }) => needed.has(String(definition['id'])))
    .map(({ definition, merchants, sales }) =>
      JSON.stringify({ definition, merchants, ...(sales === undefined ? {} : { sales }) }),
    );
}

/** As this wallet has folded them from the very statements in the file. */
async function balancesOf({ deps, folds }: ExportDeps, holdings: Holdings, nowMs: number) {
  const { memberId = '', memberships } = holdings;
  const joined = new Set(memberships.map(({ programmeId }) => programmeId));
  const log = memberLogFrom(holdings);
  const balances: LedgerExport['balances'][number][] = [];
  for (const programme of (await deps.usable()).programmes) {
    if (!joined.has(programme.id)) continue;
    const state = await folds.settledState({ programme, memberId, log, nowMs });
    for (const [unitId, qty] of Object.entries(state?.balance ?? {}))
      balances.push({ programmeId: programme.id, unitId, qty });
  }
  return balances;
}
