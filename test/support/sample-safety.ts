// A wallet's safety and inbox as the gallery shows them.
import type { Locale } from '#base/locale.ts';
import type { Outcome, ProgrammeLook } from '#bridge/common-views.ts';
import type { InboxCard, WalletInboxApi } from '#bridge/wallet-inbox.ts';
import type { WalletDevicesApi } from '#bridge/wallet-devices.ts';
import type { FileView } from '#bridge/common-views.ts';
import type { WalletSafetyApi } from '#bridge/wallet-safety.ts';

export interface SampleSafety {
  readonly nowMs: number;
  readonly full: boolean;
  readonly look: (locale: Locale) => ProgrammeLook;
  readonly later: <T>(value: T) => Promise<T>;
}

const DAY_MS = 86_400_000;
const FILE: Outcome<FileView> = { ok: true, value: { name: 'sample.tessera', bytes: new Uint8Array(8) } };
const CODE = '7F3A-91C2-K0VD-8TQM-2XJ4-RB6N-5GHW';

export function sampleSafety({
  nowMs,
  full,
  look,
  later,
}: SampleSafety): WalletSafetyApi & WalletInboxApi & WalletDevicesApi {
  return {
    ...sampleDevices(nowMs, later),
    safety: () =>
      later({
        enrolled: full,
        removed: false,
        setAside: full ? 2 : 0,
        receipts: full ? 42 : 0,
        unsent: 0,
        storage: { persisted: false, usageBytes: 95_000_000, quotaBytes: 100_000_000 },
        remind: full,
        ...(full ? { backup: { madeAtMs: nowMs - 9 * DAY_MS, newReceipts: 6 } } : {}),
      }),
    newRecoveryCode: () => later({ code: CODE, qrText: `TESSERA-RECOVERY:${CODE.replaceAll('-', '')}` }),
    registerRecoveryCode: () => later({ ok: true, value: null }),
    recover: ({ code, keepOthers }) =>
      later(
        code.length < 28 || keepOthers
          ? { ok: false, error: { kind: keepOthers ? 'too_many_devices' : 'recovery_code_incomplete' } }
          : { ok: true, value: { memberName: '7F3A-91C2', revoked: 1, receipts: 42 } },
      ),
    makeBackup: ({ passphrase }) =>
      later(passphrase === undefined ? { ok: false, error: { kind: 'backup_no_secret' } } : FILE),
    restoreBackup: () => later({ ok: true, value: { receipts: 3, records: 3, programmes: 0, known: 39 } }),
    exportSetAside: () => later(FILE),
    exportLedger: () => later(FILE),
    inbox: (locale) => later(full ? cardsAt(nowMs, look(locale)) : []),
    unreadCards: () => later(full ? 2 : 0),
    markRead: () => later({ ok: true, value: null }),
    exportEvidence: () => later(FILE),
  };
}

function sampleDevices(nowMs: number, later: SampleSafety['later']): WalletDevicesApi {
  const device = (id: string, name: string, hoursAgo: number) => ({
    id: id.repeat(32),
    name,
    shortId: `${id}${id}-${id}${id}`.toUpperCase(),
    isThis: id === 'a1',
    seenAtMs: nowMs - hoursAgo * 3_600_000,
  });
  const text = `TESSERA-LINK:${'MFRGGZDFMZTWQ2LK'.repeat(7)}`;
  return {
    startLink: () => later({ ok: true, value: { text, digits: '402917' } }),
    takeLink: () => later({ ok: false, error: { kind: 'link_unknown' } }),
    readLink: () => later({ ok: true, value: { name: 'Tablet', digits: '402917' } }),
    approveLink: () => later({ ok: true, value: { answer: text, sent: true } }),
    ownDevices: () =>
      later({
        devices: [
          device('a1', 'Pixel', 0),
          device('b2', 'Tablet in the kitchen', 30),
          { ...device('c3', '', 900), removedAtMs: nowMs - 20 * DAY_MS },
        ],
        most: 5,
        toldAtMs: nowMs,
        removed: false,
      }),
    nameDevice: () => later({ ok: true, value: null }),
    revokeDevice: () => later({ ok: true, value: null }),
    moveVoucher: () => later({ ok: true, value: { state: 'moved' } }),
  };
}

function cardsAt(nowMs: number, look: ProgrammeLook): readonly InboxCard[] {
  const currency = { code: 'EUR', exponent: 2 };
  const clocks = [
    { side: 'till' as const, atMs: nowMs - 3 * 3_600_000 },
    { side: 'phone' as const, atMs: nowMs - 3 * 3_600_000 + 41_000 },
    { side: 'server' as const, atMs: nowMs - 600_000 },
  ];
  return [
    {
      id: 'a1',
      kind: 'conflict',
      read: false,
      atMs: nowMs - 600_000,
      reason: { kind: 'voucher_spent' },
      merchantName: look.merchantName,
      tillNumber: 3,
      counted: { merchantName: look.merchantName, tillNumber: 1, atMs: nowMs - 5 * 3_600_000 },
      clocks,
      total: { amountMinor: 2_450, currency },
      discount: { amountMinor: 500, currency },
      missed: [{ look, unitName: 'points', qty: 24, scale: 0 }],
      hasEvidence: true,
    },
    {
      id: 'a2',
      kind: 'recovered',
      read: false,
      atMs: nowMs - DAY_MS,
      clocks: [{ side: 'server', atMs: nowMs - DAY_MS }],
      missed: [],
      device: { name: 'A91C-07DE', isThis: false },
      revoked: 1,
      hasEvidence: false,
    },
    {
      id: 'a4',
      kind: 'device_revoked_by_operator',
      read: true,
      atMs: nowMs - 2 * DAY_MS,
      clocks: [{ side: 'server', atMs: nowMs - 2 * DAY_MS }],
      missed: [],
      about: 'Tablet',
      revoked: 0,
      hasEvidence: false,
    },
    {
      id: 'a5',
      kind: 'refused',
      read: true,
      atMs: nowMs - 3 * DAY_MS,
      reason: { kind: 'serial_unregistered' },
      merchantName: look.merchantName,
      look,
      tillNumber: 2,
      clocks,
      total: { amountMinor: 150, currency },
      missed: [{ look, unitName: 'points', qty: 150, scale: 0 }],
      hasEvidence: true,
    },
    {
      id: 'a6',
      kind: 'refused',
      read: true,
      atMs: nowMs - 3 * DAY_MS,
      reason: { kind: 'reward_unaffordable' },
      look,
      clocks: clocks.filter(({ side }) => side !== 'till'),
      missed: [],
      hasEvidence: true,
    },
    {
      id: 'a7',
      kind: 'refused',
      read: true,
      atMs: nowMs - 3 * DAY_MS,
      reason: { kind: 'told_late' },
      look,
      clocks: [
        { side: 'phone', atMs: nowMs - 39 * DAY_MS },
        { side: 'server', atMs: nowMs - 3 * DAY_MS },
      ],
      missed: [],
      hasEvidence: true,
    },
    {
      id: 'a3',
      kind: 'refused',
      read: true,
      atMs: nowMs - 4 * DAY_MS,
      reason: { kind: 'already_claimed' },
      merchantName: look.merchantName,
      tillNumber: 1,
      clocks,
      total: { amountMinor: 990, currency },
      missed: [{ look, unitName: 'points', qty: 9, scale: 0 }],
      hasEvidence: true,
    },
  ];
}
