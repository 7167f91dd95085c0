import { assert } from '#base/assert.ts';
import type { Locale } from '#base/locale.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { PresentedVoucher, ReadReceipt, VoucherView, WalletApi } from '#bridge/wallet-api.ts';
import type { RedemptionResult } from '#protocol/messages.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import { receiptEntry } from './activity-view.ts';
import { createCatalogueCalls } from './catalogue-calls.ts';
import { createBirthday } from './birthday.ts';
import { type CodeDrawer, createCodeDrawer } from './code-drawer.ts';
import { createDevices } from './devices.ts';
import { createFoldViews } from './fold-views.ts';
import { createInbox } from './inbox.ts';
import { joinProgramme } from './join.ts';
import { createCalendar } from './agenda.ts';
import { createPlan } from './plan.ts';
import { claimReward, reportActivity } from './make-statement.ts';
import { createSafety } from './safety.ts';
import { type ReadCode, readCode } from './read-code.ts';
import { type Gated, payApi, readSpendingCode } from './pay-api.ts';
import { showPass } from './show-pass.ts';
import { showVoucher } from './show-voucher.ts';
import { createSpendGate } from './spend-lock.ts';
import { voucherKeyOf, voucherViews } from './voucher-view.ts';
import type { WalletParts } from './wallet-parts.ts';
import { createWalletViews } from './wallet-views.ts';
import { type WalletWorld, readWorld } from './wallet-world.ts';

/** The wallet as its window knows it: all but the first join and the sync itself works from this device alone. */
export function createWallet(parts: WalletParts): WalletApi {
  const { deps, folds, connection, sync } = parts;
  const drawer = createCodeDrawer(deps.around, deps.stores.store);
  const { fault, ...lock } = createSpendGate(deps);
  const gated: Gated = async (spend) => {
    const locked = await fault();
    return locked === undefined ? spend() : { ok: false, error: locked };
  };
  return {
    ...createWalletViews(parts),
    ...createCalendar(parts),
    ...createPlan(parts),
    ...createInbox(parts),
    ...createDevices(parts),
    ...createSafety(parts),
    ...createFoldViews(parts),
    ...createCatalogueCalls(parts),
    ...createBirthday(parts),
    join: (programmeId) => joinProgramme(deps, programmeId),
    claimReward: (request) => claimReward(deps, folds, request),
    reportActivity: (request) => reportActivity(deps, folds, request),
    pass: () => showPass(deps, drawer),
    present: (voucherKey, locale) => gated(() => present(parts, drawer, { voucherKey, locale })),
    ...payApi(parts, drawer, gated),
    ...lock,
    readCode: async (text, locale) => {
      const spending = await readSpendingCode(parts, text, locale);
      if (spending !== undefined) return spending;
      const read = await readCode(deps, text);
      if (!read.ok) return outcomeError(read.error);
      return { ok: true, value: await readReceiptView(parts, read.value, locale) };
    },
    syncNow: async () => {
      await sync.now();
      return connection.view();
    },
    cutConnection: async (cut) => {
      await connection.cut(cut);
      if (!cut) await sync.now();
      return connection.view();
    },
    pageVisible: async (visible) => sync.visible(visible),
    lineBack: async () => sync.networkUp(),
    rest: deps.stores.rest,
  };
}

async function present(
  { deps, folds }: WalletParts,
  drawer: CodeDrawer,
  { voucherKey, locale }: { readonly voucherKey: string; readonly locale: Locale },
): Promise<Outcome<PresentedVoucher>> {
  const rows = await deps.stores.store.read(({ vouchers }) => vouchers.all());
  const row = rows.find((voucher) => voucherKeyOf(voucher) === voucherKey);
  if (row === undefined) return refused('voucher_not_ready');
  const code = await showVoucher(deps, drawer, row);
  if (!code.ok) return code;
  const voucher = voucherViews(await readWorld(deps, folds, locale)).find(({ key }) => key === voucherKey);
  assert(voucher !== undefined, 'a voucher that was presented is still there');
  return { ok: true, value: { code: code.value, voucher } };
}

async function readReceiptView(
  { deps, folds }: WalletParts,
  read: ReadCode,
  locale: Locale,
): Promise<ReadReceipt> {
  const now = await readWorld(deps, folds, locale);
  if (read.kind === 'redemption_refused') {
    const reason = { kind: REFUSED_AS[read.result] ?? read.result };
    const voucher = viewOfVoucher(now, read.voucherId);
    assert(voucher !== undefined, 'a voucher that was presented is still there');
    return { kind: read.kind, reason, voucher };
  }
  const row = now.holdings.receipts.find(({ id }) => id === read.receiptId);
  assert(row !== undefined, 'a receipt that was read is held');
  const entry = receiptEntry(now, row);
  const voucher = viewOfVoucher(now, row.content?.redemption?.voucherId);
  if (read.kind === 'redeemed' && voucher !== undefined) return { kind: read.kind, entry, voucher };
  if (read.kind === 'known' || read.kind === 'undone') return { kind: read.kind, entry };
  return { kind: 'earned', entry };
}

/** A till's reason, by the name that the screens have words for. */
const REFUSED_AS: Partial<Record<RedemptionResult, string>> = {
  expired: 'voucher_expired',
  limit: 'limit_voucher',
};

function viewOfVoucher(world: WalletWorld, voucherId: string | undefined): VoucherView | undefined {
  const row = world.holdings.vouchers.find(({ id }) => id === voucherId);
  return row && voucherViews(world).find(({ key }) => key === voucherKeyOf(row));
}
