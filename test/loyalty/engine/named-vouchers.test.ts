// Two vouchers of one kind: the very one that an event names is used, not the one that would come first.
import { expect, test } from 'vitest';
import type { VoucherInstance } from '#loyalty/engine/outcome.ts';
import { voucherName } from '#loyalty/ledger/voucher-name.ts';
import { programme, tell, type Written } from './tiny.ts';

const GIFTS = programme({
  vouchers: [{ id: 'gift', off: { fix: 500 }, useIn: { n: 90, u: 'd' } }],
  rules: [{ id: 'issue', on: { type: 'visit' }, do: [{ issue: { voucher: 'gift' } }] }],
});
const visits: readonly Written[] = [
  { id: 'v1', at: '01-01', type: 'visit' },
  { id: 'v2', at: '01-02', type: 'visit' },
];

function vouchersAfter(events: readonly Written[]): readonly VoucherInstance[] {
  return tell(GIFTS, [...visits, ...events]).replayed.vouchers;
}

const [first, second] = vouchersAfter([]).map(voucherName);

function usedBy(events: readonly Written[]): readonly (string | undefined)[] {
  return vouchersAfter(events).map((voucher) => voucher.usedBy);
}

test('a kind takes the one that ends soonest', () => {
  expect(usedBy([{ id: 's', at: '01-03', amount: 900, use: ['gift'] }])).toEqual(['s', undefined]);
});

test.each([
  ['a sale', { id: 's', at: '01-03', amount: 900, use: [`gift#${second}`] }],
  ['a sale, qualified', { id: 's', at: '01-03', amount: 900, use: [`shop/gift#${second}`] }],
  ['a use without a purchase', { id: 's', at: '01-03', type: 'use', voucher: `gift#${second}` }],
])('%s that names the other takes the other', (_, event: Written) => {
  expect(usedBy([event])).toEqual([undefined, 's']);
});

test('both by name in one sale, in any order', () => {
  const { of, replayed } = tell(GIFTS, [
    ...visits,
    { id: 's', at: '01-03', amount: 2000, use: [`gift#${second}`, `gift#${first}`] },
  ]);
  expect(of('s')).toMatchObject({ discount: 1000, discounts: { gift: 1000 } });
  expect(replayed.vouchers.map(({ state }) => state)).toEqual(['used', 'used']);
});

test('one that is gone or was never there is refused; no other takes its place', () => {
  const { of, replayed } = tell(GIFTS, [
    ...visits,
    { id: 's', at: '01-03', amount: 900, use: [`gift#${second}`] },
    { id: 't', at: '01-04', amount: 900, use: [`gift#${second}`, 'gift#0123456789abcdef'] },
  ]);
  const refused = ['gift', 'none'];
  expect(of('t')).toMatchObject({ rejected: [refused, refused], payable: 900 });
  expect(replayed.vouchers.map(({ usedBy: by }) => by)).toEqual([undefined, 's']);
});

test('its name stays good when accounts are joined', () => {
  const link: Written = { id: 'j', at: '01-03', type: 'link', member: 'm2', alias: 'm1' };
  const sale: Written = { id: 's', at: '01-04', member: 'm2', amount: 900, use: [`gift#${second}`] };
  expect(usedBy([link, sale])).toEqual([undefined, 's']);
});
