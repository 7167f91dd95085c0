import type { Money, ProgrammeLook } from '#bridge/common-views.ts';
import type { VoucherView } from '#bridge/wallet-api.ts';
import { versionAt } from '#loyalty/engine/loaded.ts';
import type { VoucherInstance } from '#loyalty/engine/outcome.ts';
import { voucherName } from '#loyalty/ledger/voucher-name.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import type { VoucherRow } from '#storage/voucher-store.ts';
import { currencyOf, lookOf, wordOf } from './programme-words.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** What a screen calls a voucher: the name of the engine's instance where there is one, so that it stays the same when the credential comes. */
export function voucherKeyOf({ id, content }: VoucherRow): string {
  return content.instanceKey ?? `voucher:${id}`;
}

/** All vouchers of the member: those that a programme's fold gave, each with its credential once the server issued it. */
export function voucherViews(world: WalletWorld): readonly VoucherView[] {
  const credentials = new Map(world.holdings.vouchers.map((row) => [voucherKeyOf(row), row]));
  const earned = world.joined.flatMap((joined) =>
    (joined.fold?.vouchers ?? []).flatMap((instance) => {
      const row = credentials.get(voucherName(instance));
      credentials.delete(voucherName(instance));
      const view =
        row === undefined ? waitingView(world, joined, instance) : credentialView(world, row, instance);
      return view === undefined ? [] : [view];
    }),
  );
  const others = [...credentials.values()].map((row) => credentialView(world, row));
  return [...earned, ...others].toSorted(byUse);
}

/** It has a credential and a use left. */
export function isPresentable({ state }: VoucherView): boolean {
  return state === 'live' || state === 'presented';
}

const ORDER: Readonly<Record<VoucherView['state'], number>> = {
  presented: 0,
  live: 1,
  waiting: 2,
  leaving: 3,
  elsewhere: 4,
  withdrawn: 5,
  used: 6,
  expired: 7,
};

/** Usable ones first, those that lapse soonest on top. */
function byUse(a: VoucherView, b: VoucherView): number {
  const byState = ORDER[a.state] - ORDER[b.state];
  return byState === 0 ? (a.untilMs ?? Infinity) - (b.untilMs ?? Infinity) || 0 : byState;
}

function credentialView(world: WalletWorld, row: VoucherRow, instance?: VoucherInstance): VoucherView {
  const { content } = row;
  const programme = programmeOf(world, row);
  const merchant = [...world.catalogue.merchants.values()].find(({ id }) => id === content.merchantId);
  const currency =
    merchant?.currency ?? (programme === undefined ? UNKNOWN_CURRENCY : currencyOf(programme.programme));
  const money = (amountMinor: number): Money => ({ amountMinor, currency });
  const cap = content.capMinor === undefined ? {} : { cap: money(content.capMinor) };
  const [, voucherId] = content.programmeVoucher?.split('/') ?? [];
  return {
    key: voucherKeyOf(row),
    look:
      programme === undefined
        ? merchantLook(merchant?.name ?? content.title)
        : lookOf(programme.programme, world),
    title:
      voucherId === undefined
        ? content.title
        : wordOf(programme?.programme.presentation.vouchers?.[voucherId], content.title, world),
    off:
      content.kind === 'fixed'
        ? { kind: 'fixed', money: money(content.value) }
        : { kind: 'percent', basisPoints: content.value, ...cap },
    ...(content.minSpendMinor === undefined ? {} : { minimum: money(content.minSpendMinor) }),
    untilMs: content.expiresAtS * 1_000,
    state: stateOf(world, row, instance),
    ...placeOf(content),
    ...(row.usedAtMs === undefined ? {} : { usedAtMs: row.usedAtMs }),
    ...(row.usedAt === undefined ? {} : { usedAt: row.usedAt }),
  };
}

/** Where it is good, when it is not just any till of the merchant. */
function placeOf({ offlinePolicy, homeTills }: VoucherRow['content']): Pick<VoucherView, 'place'> {
  if (offlinePolicy === 0) return { place: { kind: 'online' } };
  if (offlinePolicy === 3 && homeTills !== undefined) return { place: { kind: 'tills', numbers: homeTills } };
  return offlinePolicy === 2 ? { place: { kind: 'challenge' } } : {};
}

function stateOf(
  { nowMs, withdrawn }: WalletWorld,
  row: VoucherRow,
  instance: VoucherInstance | undefined,
): VoucherView['state'] {
  if (row.state === 'used' || instance?.state === 'used') return 'used';
  if (nowMs >= row.content.expiresAtS * 1_000) return 'expired';
  if (row.state === 'moved') return row.moving === true ? 'leaving' : 'elsewhere';
  return withdrawn.has(row.id) ? 'withdrawn' : row.state;
}

/** A voucher of the fold whose credential has not come yet; `undefined` for what a till cannot take off a sale. */
function waitingView(
  world: WalletWorld,
  { programme }: JoinedProgramme,
  instance: VoucherInstance,
): VoucherView | undefined {
  const issuedAtMs = instantFromText(instance.issuedAt) ?? world.nowMs;
  const voucher = versionAt(programme.loaded, issuedAtMs).vouchers.get(instance.voucher);
  if (voucher === undefined || instance.state === 'undone') return undefined;
  const money = (amountMinor: number): Money => ({ amountMinor, currency: currencyOf(programme) });
  const off = offOf(voucher.off, { value: instance.value, cap: voucher.cap, money });
  if (off === undefined) return undefined;
  const untilMs = instance.until === undefined ? undefined : instantFromText(instance.until);
  return {
    key: voucherName(instance),
    look: lookOf(programme, world),
    title: wordOf(programme.presentation.vouchers?.[instance.voucher], instance.voucher, world),
    off,
    ...(voucher.min === undefined ? {} : { minimum: money(voucher.min) }),
    ...(untilMs === undefined ? {} : { untilMs }),
    state: instance.state === 'live' ? absentState(world, instance) : instance.state,
  };
}

function absentState({ holdings }: WalletWorld, instance: VoucherInstance): 'elsewhere' | 'waiting' {
  return holdings.elsewhere.has(voucherName(instance)) ? 'elsewhere' : 'waiting';
}

function offOf(
  off: { readonly pct?: number; readonly fix?: number } | object,
  terms: {
    readonly value: number | undefined;
    readonly cap: number | undefined;
    readonly money: (amountMinor: number) => Money;
  },
): VoucherView['off'] | undefined {
  const { value, cap, money } = terms;
  if (value !== undefined) return { kind: 'fixed', money: money(value) };
  if ('fix' in off && off.fix !== undefined) return { kind: 'fixed', money: money(off.fix) };
  if (!('pct' in off) || off.pct === undefined) return undefined;
  return { kind: 'percent', basisPoints: off.pct, ...(cap === undefined ? {} : { cap: money(cap) }) };
}

function programmeOf(world: WalletWorld, { content }: VoucherRow): JoinedProgramme | undefined {
  const [programmeId] = content.programmeVoucher?.split('/') ?? [];
  return world.joined.find(({ programme }) => programme.id === programmeId);
}

const UNKNOWN_CURRENCY = { code: 'XXX', exponent: 2 };

/** A voucher of no programme we know: it still shows whose it is. */
function merchantLook(merchantName: string): ProgrammeLook {
  return { programmeId: '', name: merchantName, merchantName, colour: '#475569', icon: 'bag' };
}
