import type { Outcome } from '#bridge/common-views.ts';
import type { InboxCard, WalletInboxApi } from '#bridge/wallet-inbox.ts';
import { hexFromBytes } from '#base/bytes.ts';
import type { Locale } from '#base/locale.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import type { ReceiptRow } from '#storage/receipt-store.ts';
import { type ExportChoice, exportLedger } from './export-ledger.ts';
import { inboxCards } from './inbox-cards.ts';
import { readWithoutReceipts } from './member-log.ts';
import { isUncounted, uncountedRecords } from './uncounted-records.ts';
import type { WalletDeps } from './wallet-deps.ts';
import type { WalletParts } from './wallet-parts.ts';
import { readWorld } from './wallet-world.ts';

/** Rejections, conflicts and notices as cards that stay until they are read, and after. */
export function createInbox(parts: WalletParts): WalletInboxApi {
  const { deps } = parts;
  return {
    inbox: (locale) => inbox(parts, locale),
    unreadCards: () => unreadCards(deps),
    markRead: (ids) => markRead(deps, ids),
    exportEvidence: (cardId) => exportEvidence(parts, cardId),
  };
}

async function inbox({ deps, folds }: WalletParts, locale: Locale): Promise<readonly InboxCard[]> {
  const { store } = deps.stores;
  const world = await readWorld(deps, folds, locale);
  const own = uncountedRecords(world.holdings).map(({ id }) => id);
  const claimed = world.holdings.receipts.flatMap(({ recordId, decision }) =>
    recordId !== undefined && isUncounted(decision?.status) ? recordId : [],
  );
  const known = await store.read(async ({ inbox: cards, meta, decisions, outbox }) => ({
    notices: await cards.notices(),
    readIds: await cards.readIds(),
    offsetMs: (await meta.get('clock'))?.offsetMs ?? 0,
    decisions: await decisions.get([...own, ...claimed]),
    kept: new Set((await outbox.byIds(own)).map(({ id }) => id)),
  }));
  const key = await deps.keys.find();
  const device = key === undefined ? {} : { ownDevice: hexFromBytes(await thumbprint(key.signer.publicKey)) };
  return inboxCards(world, { ...known, ...device });
}

/** Without folding: asked on every screen. */
async function unreadCards({ stores }: WalletDeps): Promise<number> {
  const own = uncountedRecords(await readWithoutReceipts(stores)).map(({ id }) => id);
  return stores.store.read(async (held) => {
    const read = await held.inbox.readIds();
    const receipts = (await held.receipts.uncounted()).map(({ id }) => id);
    const notices = (await held.inbox.notices()).map(({ id }) => id);
    return [...own, ...receipts, ...notices].filter((id) => !read.has(id)).length;
  });
}

async function markRead(
  { stores, around, broadcast }: WalletDeps,
  ids: readonly string[],
): Promise<Outcome<null>> {
  const kept = await stores.store.write(({ inbox }) => inbox.markRead(ids, around.clock.nowMs()));
  if (!kept.ok) return outcomeError(kept.error);
  broadcast.changed('inbox');
  return { ok: true, value: null };
}

/** What is signed about a card: of a receipt all about its voucher, of anything else this phone's record of it. */
async function exportEvidence(
  parts: WalletParts,
  cardId: string,
): ReturnType<WalletInboxApi['exportEvidence']> {
  const { store } = parts.deps.stores;
  const row = await store.read(({ receipts }) => receipts.get(cardId));
  const evidence = row === undefined ? await recordEvidence(parts, cardId) : receiptEvidence(row);
  if (evidence === undefined) return refused('record_unknown');
  const told = await exportLedger(parts, evidence);
  return told.ok ? told : outcomeError(told.error);
}

/** The receipt, every other one about the same voucher, and what this phone said about them. */
function receiptEvidence(row: ReceiptRow): ExportChoice | undefined {
  if (row.content === undefined) return undefined;
  const voucherId = row.content.redemption?.voucherId;
  return {
    kind: 'evidence',
    receipt: (one) =>
      one.id === row.id || (voucherId !== undefined && one.content?.redemption?.voucherId === voucherId),
    presentation: (one) => one.voucherId === voucherId,
    voucher: ({ id }) => id === voucherId,
    record: ({ id }) => id === row.recordId,
  };
}

async function recordEvidence({ deps }: WalletParts, recordId: string): Promise<ExportChoice | undefined> {
  const kept = await deps.stores.store.read(({ outbox }) => outbox.byIds([recordId]));
  if (kept.length === 0) return undefined;
  const none = () => false;
  const record: ExportChoice['record'] = ({ id }) => id === recordId;
  return { kind: 'evidence', receipt: none, presentation: none, voucher: none, record };
}
