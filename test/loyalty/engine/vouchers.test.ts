import { expect, test } from 'vitest';
import { programme, tell } from './tiny.ts';

test('a returned share comes back as a voucher of its old terms when later ones have none of its kind', () => {
  const shop = programme({
    vouchers: [{ id: 'note', off: { fix: 500 }, onRefund: 'value', useIn: { n: 10, u: 'd' } }],
    rules: [{ id: 'give', on: { type: 'visit' }, do: [{ issue: { voucher: 'note' } }] }],
    versions: [{ from: '2020-02-01T00:00:00Z' }],
  });
  const { of, state } = tell(
    shop,
    [
      { id: 'v', at: '01-30', type: 'visit' },
      { id: 'a', at: '01-31', amount: 1000, use: ['note'] },
      { id: 'r', at: '02-02', type: 'refund', of: 'a' },
    ],
    '02-03',
  );
  expect(of('r')).toEqual({ refundMoney: 500, issued: { note: 1 } });
  expect([state.voucherValue, state.voucherUntil]).toEqual([
    { note: [500] },
    { note: '2020-02-12T00:00:00+00:00' },
  ]);
});
