import type { Outcome } from '#bridge/common-views.ts';
import type { InboxCard, WalletInboxApi } from '#bridge/wallet-inbox.ts';
import { hexFromBytes } from '#base/bytes.ts';
import type { Locale } from '#base/locale.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import type { ReceiptRow } from '#storage/receipt-store.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import { exportLedger } from './export-ledger.ts';
import { inboxCards, isUncounted } from './inbox-cards.ts';
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
  const recordIds = world.holdings.receipts.flatMap(({ recordId }) => recordId ?? []);
  const known = await store.read(async ({ inbox: cards, meta, decisions }) => ({
    notices: await cards.notices(),
    readIds: await cards.readIds(),
    offsetMs: (await meta.get('clock'))?.offsetMs ?? 0,
    decisions: await decisions.get(recordIds),
  }));
  const key = await deps.keys.find();
  const own = key === undefined ? {} : { ownDevice: hexFromBytes(await thumbprint(key.signer.publicKey)) };
  return inboxCards(world, { ...known, ...own });
}

/** Without folding: asked on every screen. */
function unreadCards({ stores }: WalletDeps): Promise<number> {
  return stores.store.read(async (held) => {
    const read = await held.inbox.readIds();
    const ids = [
      ...(await held.receipts.uncounted()).map(({ id }) => id),
      ...(await held.inbox.notices()).map(({ id }) => id),
      ...(await uncountedJoins(held)),
    ];
    return ids.filter((id) => !read.has(id)).length;
  });
}

async function uncountedJoins({
  memberships,
  decisions,
}: Pick<WalletRepositories, 'memberships' | 'decisions'>): Promise<readonly string[]> {
  const ids = (await memberships.all()).map(({ recordId }) => recordId);
  const known = await decisions.get(ids);
  return ids.filter((id) => isUncounted(known.get(id)?.status));
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

/** The receipt of the card, every other one about the same voucher, and what this phone said about them. */
async function exportEvidence(
  parts: WalletParts,
  cardId: string,
): ReturnType<WalletInboxApi['exportEvidence']> {
  const { store } = parts.deps.stores;
  const row = await store.read(({ receipts }) => receipts.get(cardId));
  if (row?.content === undefined) return refused('record_unknown');
  const voucherId = row.content.redemption?.voucherId;
  const isAbout = (one: ReceiptRow) =>
    one.id === cardId || (voucherId !== undefined && one.content?.redemption?.voucherId === voucherId);
  const told = await exportLedger(parts, {
    kind: 'evidence',
    receipt: isAbout,
    presentation: (one) => one.voucherId === voucherId,
    voucher: ({ id }) => id === voucherId,
    record: ({ id }) => id === row.recordId,
  });
  return told.ok ? told : outcomeError(told.error);
}
