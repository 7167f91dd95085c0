import { base64FromBytes } from '#base/bytes.ts';
import type { VoucherInstance } from '#loyalty/engine/outcome.ts';
import { voucherName } from '#loyalty/ledger/voucher-name.ts';
import type { Random } from '#base/ports.ts';
import { makeVoucher } from '#protocol/voucher.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { KeyStore } from '#server/keys.ts';
import { isWithdrawn, statusPlaceOf } from '#server/spending/status-places.ts';
import type { ChangeStreams } from './change-streams.ts';
import { credentialFrom, issuerOf, voucherIdOf } from './credential.ts';
import type { Directory } from './directory.ts';
import type { Locked } from './locks.ts';

export interface IssueContext {
  readonly tx: Tx;
  readonly keys: KeyStore;
  readonly random: Random;
  readonly directory: Directory;
  readonly locked: Locked;
  readonly streams: ChangeStreams;
  readonly nowMs: number;
  /** Whose push this is. */
  readonly device?: { readonly id: string };
}

/**
 * Signs a credential for each live voucher that has none yet, for one wallet of its member: where a voucher can be shown it
 * can be used, so it is in one place at a time. The others hear where. How many vouchers that were.
 */
export async function issueVouchers(
  context: IssueContext,
  live: readonly VoucherInstance[],
): Promise<number> {
  if (live.length === 0) return 0;
  let count = 0;
  const { tx, locked } = context;
  const known = await knownVouchers(tx, live);
  for (const instance of live) {
    const id = voucherIdOf(instance);
    if (known.has(id)) continue;
    const holder = holderAmong(context, locked.walletsOf.get(instance.member) ?? []);
    if (holder === undefined || (await signFor(context, instance, [holder])) === 0) continue;
    tellPlace(context, instance, holder);
    const { member, programme, voucher, key } = instance;
    const row = {
      bucket: bucketOf(member),
      id,
      member,
      programme,
      voucher,
      instance_key: key,
      issued_at: context.nowMs,
    };
    await tx.insertInto('voucher').values(row).execute();
    count += 1;
  }
  return count;
}

/** The wallet that the person has in hand: the one that brought this push, else the one that was last heard of. */
function holderAmong({ device, locked }: IssueContext, wallets: readonly string[]): string | undefined {
  const live = wallets.flatMap((id) => locked.devices.get(id) ?? []).filter((one) => one.revoked_at === null);
  const [latest] = live.toSorted((a, b) => (b.seen_at ?? 0) - (a.seen_at ?? 0));
  return live.find(({ id }) => id === device?.id)?.id ?? latest?.id;
}

/** To every other wallet of the member: which one may show the voucher from now on. */
export function tellPlace(
  { locked, streams }: IssueContext,
  instance: VoucherInstance,
  device: string,
): void {
  const place = { voucher: voucherIdOf(instance), instance: voucherName(instance), device };
  for (const wallet of locked.walletsOf.get(instance.member) ?? [])
    if (wallet !== device) streams.add(wallet, { kind: 'voucher_place', ...place });
}

async function knownVouchers(tx: Tx, live: readonly VoucherInstance[]): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('voucher')
    .select('id')
    .where('bucket', '=', bucketOf(live[0]!.member))
    .where('id', 'in', live.map(voucherIdOf))
    .execute();
  return new Set(rows.map((row) => row.id));
}

/** How many credentials were signed. */
export async function signFor(
  context: IssueContext,
  instance: VoucherInstance,
  wallets: readonly string[],
): Promise<number> {
  const { tx, keys, directory, locked, streams } = context;
  const programme = directory.programmes.get(instance.programme);
  const slug = programme === undefined ? undefined : issuerOf(programme, instance);
  const merchant = directory.merchantBySlug.get(slug ?? '');
  if (programme === undefined || merchant === undefined) return 0;
  if (await isWithdrawn(tx, voucherIdOf(instance))) return 0;
  let count = 0;
  for (const device of wallets) {
    const holder = locked.devices.get(device);
    if (holder === undefined || holder.revoked_at !== null) continue;
    const holderKey = new Uint8Array(holder.public_key);
    const statusIndex = await statusPlaceOf(tx, context.random, {
      kind: 'voucher',
      subject: `${voucherIdOf(instance)}/${device}`,
    });
    const tillNumbers = directory.tillNumbersOf(merchant.id);
    const voucher = credentialFrom({
      instance,
      programme,
      merchant,
      holderKey,
      statusIndex,
      tillNumbers,
    });
    if (voucher === undefined) continue;
    const cose = await makeVoucher(voucher, await keys.merchant(merchant.id));
    const row = {
      bucket: bucketOf(instance.member),
      voucher: voucherIdOf(instance),
      device,
      cose: Buffer.from(cose),
    };
    await tx.insertInto('credential').values(row).execute();
    streams.add(device, { kind: 'voucher', cose: base64FromBytes(cose) });
    count += 1;
  }
  return count;
}
