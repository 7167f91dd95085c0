import { attempt } from './attempt.ts';
import type { Wallet } from './device.ts';
import type { SimTill, World } from './world.ts';

/** For a voucher of some value the till wants proof that the code is made now. */
export async function answerChallenge(
  world: World,
  { wallet, till }: { readonly wallet: Wallet; readonly till: SimTill },
  voucherKey: string,
): Promise<string | undefined> {
  const asked = await attempt(world, till, 'asks for proof', () => till.api().challenge());
  if (asked?.ok !== true) return undefined;
  const answered = await attempt(world, wallet, 'answers', () =>
    wallet.api().answerChallenge(asked.value.text, voucherKey, 'en'),
  );
  return answered?.ok === true ? answered.value.code.text : undefined;
}
