import { bytesFromBase64 } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { FileView } from '#bridge/common-views.ts';
import { type LedgerExport, sealExport } from '#protocol/ledger-export.ts';
import { openAs } from '#protocol/open-message.ts';
import { PRESENTATION } from '#protocol/presentation.ts';
import type { Catalogue } from '#worker/shared/catalogue.ts';
import type { RecordDeps, RecordRefusal } from './find-records.ts';

/**
 * The receipt, what the customer's phone signed for it, this till's record of both and the server's word. When the record was
 * sent long ago, only the receipt is left of it. Refusals: `not_enrolled`, `record_unknown`.
 */
export async function exportProof(
  { stores, findTill, clock, catalogue }: RecordDeps & { readonly catalogue: Catalogue },
  recordId: string,
): Promise<Result<FileView, RecordRefusal>> {
  const till = await findTill();
  if (!till.ok) return till;
  const known = await catalogue.current();
  if (known === undefined) return err({ kind: 'not_enrolled' });
  const statements = await stores.store.read(async ({ receipts, outbox, decisions }) => {
    const row = await receipts.get(recordId);
    if (row === undefined) return undefined;
    const sent = await outbox.byIds([row.eventId]);
    const decision = (await decisions.get([row.eventId])).get(row.eventId);
    const word = { status: decision?.status ?? '', code: decision?.code ?? '' };
    return {
      // A payment's receipt proves something only beside the payment, and both are in the record.
      receipts: isPayment(row.kind) ? [] : [{ cose: row.bytes, ...word, voucher: '', instance: '' }],
      presentations: sent.flatMap(({ parts }) => parts.filter((part) => openAs(PRESENTATION, part).ok)),
      records: sent.map(({ cose }) => ({ cose, ...word })),
    };
  });
  if (statements === undefined) return err({ kind: 'record_unknown' });
  const madeAtMs = clock.nowMs();
  const contents: LedgerExport = {
    kind: 'evidence',
    madeAtMs,
    certificate: till.value.signer.certificate,
    serverKey: known.serverKey,
    trustList: bytesFromBase64(known.reply.trustList)!,
    ...statements,
    vouchers: [],
    joins: [],
    programmes: [],
    statements: [],
    payments: [],
    visits: [],
    balances: [],
  };
  return ok({
    name: `tessera-evidence-${madeAtMs}.tessera`,
    bytes: await sealExport(contents, till.value.signer),
  });
}

function isPayment(kind: string): boolean {
  return kind === 'pay' || kind === 'void_pay';
}
