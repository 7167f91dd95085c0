// The operator gives everybody a voucher, and whoever was given one keeps it, whatever becomes of their phones.
import { sql } from 'kysely';
import type { VoucherView } from '#bridge/wallet-api.ts';
import { voucherName } from '#loyalty/ledger/voucher-name.ts';
import { VOUCHER } from '#protocol/voucher.ts';
import { identityOf } from './identity.ts';
import { must } from './must.ts';
import { operate } from './operator.ts';
import { opened } from './redemptions.ts';
import type { World } from './world.ts';

const DAY_MS = 86_400_000;
const MOST_CAMPAIGNS = 6;
/** One that takes off an amount and one that takes off a share; the second needs a challenge. */
const VOUCHERS = [
  ['copper-cup', 'five-off'],
  ['book-harbour', 'fifteen-percent'],
] as const;
/** As the server keys the instance. */
const KEYS = 'campaign/%';

/** A new one, or one that ran before: then for those who have joined since. */
export async function runCampaign(world: World): Promise<void> {
  const { campaigns, dice } = world;
  const isNew = campaigns.length === 0 || (campaigns.length < MOST_CAMPAIGNS && dice.chance(0.5));
  if (isNew) {
    const until = dice.chance(0.5) ? {} : { until: dayText(world.nowMs() + (2 + dice.below(20)) * DAY_MS) };
    campaigns.push({
      line: dice.pick(VOUCHERS),
      options: { name: `campaign-${campaigns.length}`, ...until },
    });
  }
  await issueFor(world, isNew ? campaigns.at(-1)! : dice.pick(campaigns));
}

/** As the manual says: a backup that was put back may know nothing of them. */
export async function runCampaignsAgain(world: World): Promise<void> {
  for (const campaign of world.campaigns) await issueFor(world, campaign);
}

async function issueFor(world: World, { line, options }: World['campaigns'][number]): Promise<void> {
  const [issued = '0'] = await operate(world, ['voucher', 'campaign', ...line], options);
  if (issued !== '0') world.tally.saw('campaign voucher given');
  world.tell(`the operator gives ${issued} members a voucher of ${options.name}`);
}

function dayText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/**
 * A campaign's voucher that is still good is at one phone of its member in use, if there is one, and that phone says so. Not
 * on a server that forgot where it had sent one.
 */
export async function campaignVouchersAreKept(world: World, shutOut: ReadonlySet<string>): Promise<void> {
  await countDeeds(world);
  if (world.mishaps.has('server restored')) return;
  const holders = await holdersOfUnused(world);
  for (const { key, member, device } of holders)
    must(device !== null, `${key} of ${member} is at one of their phones`);
  for (const wallet of world.wallets) {
    const { deviceId, memberId } = await identityOf(wallet);
    // One that never heard whose it has become has nothing yet.
    if (memberId === '' || shutOut.has(wallet.name)) continue;
    const shown = new Set((await wallet.api().vouchers('en')).filter(isHere).map((voucher) => voucher.key));
    for (const { name, device, key } of holders)
      if (device === deviceId) must(shown.has(name), `${wallet.name} has the voucher of ${key}`);
  }
}

/** Also where one is used, if only the phone has heard: a thief's till takes it, and that counts for nobody. */
function isHere({ state }: VoucherView): boolean {
  return state === 'live' || state === 'presented' || state === 'used';
}

interface Holder {
  /** As screens know it. */
  readonly name: string;
  readonly key: string;
  readonly member: string;
  readonly device: string | null;
}

/** Of vouchers that are not over and not used, or no more, whose members have a phone in use. */
async function holdersOfUnused({ server, nowMs }: World): Promise<readonly Holder[]> {
  const db = server.books();
  const { rows } = await sql<Omit<Holder, 'name'> & { readonly cose: Buffer }>`
    SELECT v.instance_key AS key, v.member, c.device, coalesce(c.cose, v.terms) AS cose
    FROM voucher v LEFT JOIN credential c ON c.bucket = v.bucket AND c.voucher = v.id
    WHERE v.instance_key LIKE ${KEYS}
      AND EXISTS (SELECT 1 FROM device d WHERE d.owner = v.member AND d.revoked_at IS NULL)
      AND NOT EXISTS (
        SELECT 1 FROM claim u WHERE u.kind = 'redeem' AND left(encode(u.subject, 'hex'), 24) = v.id)`.execute(
    db,
  );
  return rows
    .filter(({ cose }) => opened(VOUCHER, new Uint8Array(cose)).value.expiresAtS * 1000 > nowMs())
    .map(({ key, member, device }) => ({ name: voucherName({ member, key }), key, member, device }));
}

async function countDeeds({ server, tally }: World): Promise<void> {
  const { rows } = await sql<{ readonly used: boolean; readonly moved: boolean }>`
    SELECT EXISTS (SELECT 1 FROM sale s WHERE left(encode(s.voucher_use, 'hex'), 24) = v.id) AS used,
      v.terms IS NOT NULL AS moved
    FROM voucher v WHERE v.instance_key LIKE ${KEYS}`.execute(server.books());
  for (const { used, moved } of rows) {
    if (used) tally.saw('campaign voucher used');
    if (moved) tally.saw('campaign voucher handed on');
  }
}
