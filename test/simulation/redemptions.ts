// What the signed records themselves say about vouchers: read from the bytes, not from what the server made of them.
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { RECORD_LIMITS } from '#protocol/cbor.ts';
import type { MessageSchema } from '#protocol/claims.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { JOURNAL_RECORD } from '#protocol/journal-record.ts';
import { type Opened, openAs } from '#protocol/open-message.ts';
import { PAY_RECEIPT, VOID_RECEIPT } from '#protocol/pay-receipt.ts';
import { PRESENTATION } from '#protocol/presentation.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { REDEMPTION_RECEIPT } from '#protocol/redemption-receipt.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import { VOUCHER } from '#protocol/voucher.ts';
import type { Db } from '#server/db/transaction.ts';

/** One use of one voucher: hex ids of the receipts that let it pass. */
export interface VoucherUse {
  readonly name: string;
  readonly accepted: Set<string>;
  /** And which till signed each: thumbprint of its key. */
  readonly all: Map<string, string>;
}

/** Every use of a voucher that the server has heard of. Refusals that a till signed are no uses, nor is what was taken back as a whole. */
export async function readRedemptions(db: Db): Promise<readonly VoucherUse[]> {
  const rows = await db
    .selectFrom('event')
    .select(['cose', 'status'])
    .where('kind', '=', 'redeem')
    .where('status', 'in', ['accepted', 'conflict'])
    .execute();
  const undone = await db.selectFrom('undo').select('receipt').where('lines', 'is', null).execute();
  const takenBack = new Set(undone.map(({ receipt }) => receipt));
  const uses = new Map<string, VoucherUse>();
  for (const { cose, status } of rows) {
    // Of somebody who was forgotten.
    if (cose.length === 0) continue;
    const { parts } = opened(JOURNAL_RECORD, new Uint8Array(cose)).value;
    const presentation = opened(PRESENTATION, parts[0]!).value;
    const receipt = opened(REDEMPTION_RECEIPT, parts[1]!);
    if (receipt.value.result !== undefined && receipt.value.result !== 'accepted') continue;
    const { voucherId } = opened(VOUCHER, presentation.voucher).value;
    const name = `${hexFromBytes(voucherId)}/${presentation.useNumber}`;
    const use = uses.get(name) ?? { name, accepted: new Set(), all: new Map() };
    const receiptId = hexFromBytes(await messageIdOf(receipt.sign1));
    if (takenBack.has(receiptId)) continue;
    use.all.set(receiptId, await tillOf(receipt));
    if (status === 'accepted') use.accepted.add(receiptId);
    uses.set(name, use);
  }
  return [...uses.values()];
}

async function tillOf({ sign1 }: Opened<unknown>): Promise<string> {
  const { terminalKey } = opened(TERMINAL_CERTIFICATE, sign1.certificate!).value;
  return hexFromBytes(await thumbprint(terminalKey));
}

/**
 * Message ids of all receipts that took something back, granted or not: a till that forgot may have taken back too much. And
 * of those for payments, since such a till may have given two for one.
 */
export async function readAnswerIds(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('event')
    .select(['kind', 'cose'])
    .where('kind', 'in', ['pay', 'undo', 'void_pay'])
    .execute();
  return Promise.all(
    rows
      .filter(({ cose }) => cose.length > 0)
      .map(async ({ kind, cose }) => {
        const { parts } = opened(JOURNAL_RECORD, new Uint8Array(cose)).value;
        const bytes = parts.at(-1)!;
        const { sign1 } = kind === 'pay' ? opened(PAY_RECEIPT, bytes) : opened(VOID_RECEIPT, bytes);
        return hexFromBytes(await messageIdOf(sign1));
      }),
  );
}

/**
 * Message ids of redemptions that the server has heard of and could give to nobody: the backup that was put back knows nothing
 * of the voucher, and its holder's key, one of these, was erased or lost since. The record is kept; it counts for nobody.
 */
export async function readNobodysUses(db: Db, goneKeys: ReadonlySet<string>): Promise<readonly string[]> {
  const rows = await db.selectFrom('event').select('cose').where('code', '=', 'voucher_unknown').execute();
  const ids: string[] = [];
  for (const { cose } of rows) {
    if (cose.length === 0) continue;
    const { parts } = opened(JOURNAL_RECORD, new Uint8Array(cose)).value;
    const { holderKey } = opened(VOUCHER, opened(PRESENTATION, parts[0]!).value.voucher).value;
    if (!goneKeys.has(hexFromBytes(await thumbprint(holderKey)))) continue;
    ids.push(hexFromBytes(await messageIdOf(opened(REDEMPTION_RECEIPT, parts[1]!).sign1)));
  }
  return ids;
}

export function opened<T>(schema: MessageSchema<T>, bytes: Bytes): Opened<T> {
  const message = openAs(schema, bytes, RECORD_LIMITS);
  if (!message.ok) throw new Error(`a stored record cannot be read: ${message.error.kind}`);
  return message.value;
}
