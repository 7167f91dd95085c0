import { type AdminCommand, type AdminDeps, type Given, act } from '#server/admin/command.ts';
import { voucherBucket } from '#server/push/effect.ts';
import { withdrawVoucher } from '#server/spending/status-marks.ts';

export const VOUCHER_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['voucher', 'revoke'],
    args: ['VOUCHER'],
    options: ['reason'],
    about: 'withdraw one voucher for good, by its id in member show: tills refuse it once they have synced',
    run: revokeVoucher,
  },
];

async function revokeVoucher(
  deps: AdminDeps,
  [wanted]: readonly string[],
  { options }: Given,
): Promise<number> {
  const id = wanted!.toLowerCase();
  const voucher = /^[0-9a-f]{24}$/.test(id)
    ? await deps.db
        .selectFrom('voucher')
        .select(['programme', 'voucher'])
        .where('bucket', '=', voucherBucket(id))
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (voucher === undefined) {
    deps.explain(`There is no voucher ${wanted}; member show lists them with their ids.`);
    return 1;
  }
  const done = {
    act: 'voucher revoke',
    target: `${voucher.programme}/${voucher.voucher} ${id}`,
    details: options.reason === undefined ? {} : { reason: options.reason },
  };
  const { random } = deps;
  const nowMs = deps.clock.nowMs();
  const withdrawn = await act(deps, done, (tx) => withdrawVoucher(tx, { voucherId: id, nowMs, random }));
  deps.explain(
    withdrawn
      ? 'Withdrawn. Tills refuse it from their next sync on, also without a line; one that has not synced may still take it, for 72 hours at most, and the server then honours it.'
      : 'It was withdrawn before.',
  );
  return withdrawn ? 0 : 1;
}
