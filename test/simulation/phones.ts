// Several phones of one person: a second one is linked, a voucher goes to it, one of them is shut out.
import { attempt } from './attempt.ts';
import type { Wallet } from './device.ts';
import { identityOf } from './identity.ts';
import type { World } from './world.ts';

const MOST_WALLETS = 5;

/** The new phone shows a code, the old one says yes, the new one asks the server or brings the answer itself. */
export async function linkPhone(world: World): Promise<void> {
  const { dice } = world;
  const first = await drawMember(world);
  if (first === undefined) return;
  const second = await freshPhone(world, first);
  if (second === undefined) return;
  const code = await attempt(world, second, 'asks to be linked', () => second.api().startLink(second.name));
  if (code?.ok !== true) return;
  const approved = await attempt(world, first, `links ${second.name}`, () =>
    first.api().approveLink(code.value.text),
  );
  if (approved?.ok !== true) return;
  const answer = dice.chance(0.5) ? approved.value.answer : undefined;
  const linked = await attempt(world, second, `is linked to ${first.name}`, () =>
    second.api().takeLink(answer),
  );
  world.tally.saw(linked?.ok === true ? 'phone linked' : 'phone not linked yet');
}

async function drawMember({ dice, wallets }: World): Promise<Wallet | undefined> {
  const enrolled: Wallet[] = [];
  for (const wallet of wallets) if (!(await isIdle(wallet))) enrolled.push(wallet);
  return enrolled.length === 0 ? undefined : dice.pick(enrolled);
}

/** Out of the box, or one that somebody has wiped: it was shut out, or never used. */
async function freshPhone(world: World, other: Wallet): Promise<Wallet | undefined> {
  if (world.wallets.length < MOST_WALLETS) {
    const fresh = world.openWallet(`wallet${world.wallets.length}`);
    world.wallets.push(fresh);
    return fresh;
  }
  for (const wallet of world.wallets) {
    if (wallet === other || !(await isIdle(wallet))) continue;
    const { deviceId } = await identityOf(wallet);
    if (deviceId !== '') world.goneKeys.add(deviceId);
    await wallet.replaceDisk(new Map());
    world.promises.release(wallet.name);
    world.tell(`${wallet.name} is wiped`);
    return wallet;
  }
  return undefined;
}

async function isIdle(wallet: Wallet): Promise<boolean> {
  const { enrolled, removed } = await wallet.api().safety();
  return removed || !enrolled;
}

/** Given up on one phone first; only then may the other one show it. */
export async function moveVoucher(world: World): Promise<void> {
  const pair = await drawPair(world);
  if (pair === undefined || world.dice.chance(0.15)) return linkPhone(world);
  const { from, toId, to } = pair;
  const [voucher] = (await from.api().vouchers('en')).filter(({ state }) => state === 'live');
  if (voucher === undefined) return;
  const moved = await attempt(world, from, `gives ${voucher.title} to ${to.name}`, () =>
    from.api().moveVoucher(voucher.key, toId),
  );
  if (moved?.ok === true) world.tally.saw(`voucher ${moved.value.state}`);
}

export async function shutOutPhone(world: World): Promise<void> {
  const pair = await drawPair(world);
  if (pair === undefined) return;
  const { from, toId, to } = pair;
  const done = await attempt(world, from, `shuts ${to.name} out`, () => from.api().revokeDevice(toId));
  if (done?.ok === true) world.tally.saw('phone shut out');
}

interface Pair {
  readonly from: Wallet;
  readonly to: Wallet;
  readonly toId: string;
}

/** Two phones of one member, by different keys. */
async function drawPair({ dice, wallets }: World): Promise<Pair | undefined> {
  const known = await Promise.all(wallets.map(async (wallet) => ({ wallet, ...(await identityOf(wallet)) })));
  const pairs = known.flatMap((from) =>
    known
      .filter((to) => from.memberId !== '' && to.memberId === from.memberId && to.deviceId !== from.deviceId)
      .map((to) => ({ from: from.wallet, to: to.wallet, toId: to.deviceId })),
  );
  return pairs.length === 0 ? undefined : dice.pick(pairs);
}
