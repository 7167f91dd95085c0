import { sql } from 'kysely';
import { base64FromBytes, hexFromBytes } from '#base/bytes.ts';
import type { VoucherInstance } from '#loyalty/engine/outcome.ts';
import { voucherName } from '#loyalty/ledger/voucher-name.ts';
import type { Random } from '#base/ports.ts';
import type { PublicKey } from '#protocol/messages.ts';
import { makeVoucher } from '#protocol/voucher.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { KeyStore } from '#server/keys.ts';
import { withdrawnAmong } from '#server/spending/status-marks.ts';
import { StatusListsFull, statusPlacesOf, voucherSubject } from '#server/spending/status-places.ts';
import type { ChangeStreams } from './change-streams.ts';
import { issuerOf, termsFrom, voucherIdOf, type VoucherTerms } from './credential.ts';
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

/** Signatures of one push: seconds of work under its locks. The rest follows when their members are folded again. */
const MOST_SIGNED = 2_000;

/**
 * Signs a credential for each live voucher that has none yet, for one wallet of its member: where a voucher can be shown it
 * can be used, so it is in one place at a time. The others hear where. How many vouchers that were.
 */
export async function issueVouchers(
  context: IssueContext,
  live: readonly VoucherInstance[],
): Promise<number> {
  if (live.length === 0) return 0;
  const { tx, locked } = context;
  const known = await knownVouchers(tx, live);
  const wishes = live.flatMap((instance) => {
    if (known.has(voucherIdOf(instance))) return [];
    const holder = holderAmong(context, locked.walletsOf.get(instance.member) ?? []);
    return holder === undefined ? [] : [{ instance, devices: [holder] }];
  });
  const issued = new Set(await signFor(context, wishes.slice(0, MOST_SIGNED)));
  for (const { instance, devices } of wishes)
    if (issued.has(instance)) tellPlace(context, instance, devices[0]!);
  return issued.size;
}

/** The wallet that the person has in hand: the one that brought this push, else the one that was last heard of. */
export function holderAmong(
  { device, locked }: Pick<IssueContext, 'device' | 'locked'>,
  wallets: readonly string[],
): string | undefined {
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
  const { rows } = await sql<{ readonly id: string }>`
    SELECT v.id FROM voucher v
    JOIN unnest(${live.map(({ member }) => bucketOf(member))}::smallint[], ${live.map(voucherIdOf)}::text[])
      AS k(bucket, id) ON v.bucket = k.bucket AND v.id = k.id`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

export interface CredentialWish {
  readonly instance: VoucherInstance;
  /** Wallets that are to hold it. */
  readonly devices: readonly string[];
  /** As they were promised; else what the programme says of the instance. */
  readonly terms?: VoucherTerms;
}

export type WhenFull = 'later' | 'refuse';

/**
 * Signs, stores and tells. The vouchers of which somebody got a credential, in the order of the wishes. One for which the status
 * lists have no room is left for later, as if it were not live yet: what a till has sold is decided all the same. Or, with
 * `refuse`, it throws `StatusListsFull`.
 */
export async function signFor(
  context: IssueContext,
  wishes: readonly CredentialWish[],
  whenFull: WhenFull = 'later',
): Promise<readonly VoucherInstance[]> {
  const { tx, keys, streams } = context;
  const withdrawn = await withdrawnAmong(
    tx,
    wishes.map(({ instance }) => voucherIdOf(instance)),
  );
  const drafts = wishes.flatMap((wish) =>
    withdrawn.has(voucherIdOf(wish.instance)) ? [] : draftsOf(context, wish),
  );
  const places = await statusPlacesOf(
    tx,
    context.random,
    drafts.map(({ id, device, terms }) => voucherSubject(id, device, terms.expiresAtS * 1000)),
  );
  const rows: CredentialRow[] = [];
  const issued = new Set<VoucherInstance>();
  for (const [index, { instance, device, holderKey, id, terms }] of drafts.entries()) {
    const statusIndex = places[index];
    if (statusIndex === undefined && whenFull === 'refuse') throw new StatusListsFull();
    if (statusIndex === undefined) continue;
    const merchantKey = await keys.merchant(hexFromBytes(terms.merchantId));
    const cose = await makeVoucher({ ...terms, holderKey, statusIndex }, merchantKey);
    rows.push({ bucket: bucketOf(instance.member), voucher: id, device, cose: Buffer.from(cose) });
    streams.add(device, { kind: 'voucher', cose: base64FromBytes(cose) });
    issued.add(instance);
  }
  if (rows.length === 0) return [];
  await insertCredentials(tx, rows);
  await noteIssued(context, [...issued]);
  return [...issued];
}

interface CredentialRow {
  readonly bucket: number;
  readonly voucher: string;
  readonly device: string;
  readonly cose: Buffer;
}

async function insertCredentials(tx: Tx, rows: readonly CredentialRow[]): Promise<void> {
  await sql`
    INSERT INTO credential (bucket, voucher, device, cose)
    SELECT * FROM unnest(
      ${rows.map((row) => row.bucket)}::smallint[],
      ${rows.map((row) => row.voucher)}::text[],
      ${rows.map((row) => row.device)}::text[],
      ${rows.map((row) => row.cose)}::bytea[])`.execute(tx);
}

/** A voucher that has been signed once is known from then on, whoever was the first to get it. */
async function noteIssued({ tx, nowMs }: IssueContext, issued: readonly VoucherInstance[]): Promise<void> {
  await sql`
    INSERT INTO voucher (bucket, id, member, programme, voucher, instance_key, issued_at)
    SELECT k.*, ${nowMs}::bigint FROM unnest(
      ${issued.map(({ member }) => bucketOf(member))}::smallint[],
      ${issued.map(voucherIdOf)}::text[],
      ${issued.map(({ member }) => member)}::text[],
      ${issued.map(({ programme }) => programme)}::text[],
      ${issued.map(({ voucher }) => voucher)}::text[],
      ${issued.map(({ key }) => key)}::text[]) AS k(bucket, id, member, programme, voucher, instance_key)
    ON CONFLICT (bucket, id) DO NOTHING`.execute(tx);
}

interface Draft {
  readonly instance: VoucherInstance;
  readonly terms: VoucherTerms;
  readonly device: string;
  readonly holderKey: PublicKey;
  readonly id: string;
}

function draftsOf({ directory, locked }: IssueContext, wish: CredentialWish): Draft[] {
  const { instance, devices, terms = termsInForce(directory, instance) } = wish;
  if (terms === undefined) return [];
  return devices.flatMap((device) => {
    const holder = locked.devices.get(device);
    if (holder === undefined || holder.revoked_at !== null) return [];
    const holderKey = new Uint8Array(holder.public_key);
    return [{ instance, terms, device, holderKey, id: voucherIdOf(instance) }];
  });
}

function termsInForce(directory: Directory, instance: VoucherInstance): VoucherTerms | undefined {
  const programme = directory.programmes.get(instance.programme);
  const slug = programme === undefined ? undefined : issuerOf(programme, instance);
  const merchant = directory.merchantBySlug.get(slug ?? '');
  if (programme === undefined || merchant === undefined) return undefined;
  const tillNumbers = directory.tillNumbersOf(merchant.id);
  return termsFrom({ instance, programme, merchant, tillNumbers });
}
