// Codes that must not pass, each wrong in one way, made with the demo server's own keys where a signature must hold.
import { randomBytes } from 'node:crypto';
import { bytesFromText, type Bytes } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { makePresentation } from '#protocol/presentation.ts';
import { createSigner, generateSigningKey, type Signer } from '#protocol/signer.ts';
import { makeVoucher } from '#protocol/voucher.ts';
import { openKeyStore } from '#server/keys.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { socketAddress } from '#server/db/postgres-address.ts';

const DAY_S = 86_400;

export interface HostileCode {
  readonly name: string;
  readonly text: string;
  readonly refusal: string;
}

interface Merchant {
  readonly id: Bytes;
  readonly root: Signer;
}

/** Makes codes as of a time: fresh ones go stale after 45 seconds. */
export type HostileMint = (nowS: number) => Promise<readonly HostileCode[]>;

/** Needs the server's database for the merchants' ids: open the mint while it runs. */
export async function openHostileMint(dataDir: string): Promise<HostileMint> {
  const own = await merchantOf(dataDir, 'copper-cup');
  const other = await merchantOf(dataDir, 'green-grocer');
  return (nowS) => makeHostileCodes(own, other, nowS);
}

async function makeHostileCodes(
  own: Merchant,
  other: Merchant,
  nowS: number,
): Promise<readonly HostileCode[]> {
  const stranger = await createSigner(await generateSigningKey({ extractable: false }));
  const valid = { by: own, root: own.root, expiresAtS: nowS + DAY_S, nowS };
  const genuine = await presentationOf({ ...valid, to: own });
  return [
    { name: 'something else entirely', text: 'https://example.org/menu', refusal: 'qr_unknown' },
    {
      name: 'an altered code',
      text: codeFromBytes(flipped(genuine, genuine.length - 1)),
      refusal: 'bad_signature',
    },
    {
      name: 'an unsigned code',
      text: codeFromBytes(bytesFromText('no signature at all')),
      refusal: 'cbor_trailing',
    },
    {
      name: 'a forged voucher, signed by a stranger',
      text: codeFromBytes(await presentationOf({ ...valid, to: own, root: stranger })),
      refusal: 'voucher_bad_signature',
    },
    {
      name: 'an expired voucher',
      text: codeFromBytes(await presentationOf({ ...valid, to: own, expiresAtS: nowS - DAY_S })),
      refusal: 'expired',
    },
    {
      name: 'a voucher meant for another merchant',
      text: codeFromBytes(await presentationOf({ ...valid, by: other, root: other.root, to: other })),
      refusal: 'wrong_merchant',
    },
    {
      name: 'a photograph of yesterday',
      text: codeFromBytes(await presentationOf({ ...valid, to: own, nowS: nowS - DAY_S / 2 })),
      refusal: 'stale',
    },
  ];
}

interface Wanted {
  readonly by: Merchant;
  readonly to: Merchant;
  readonly root: Signer;
  readonly expiresAtS: number;
  readonly nowS: number;
}

async function presentationOf({ by, to, root, expiresAtS, nowS }: Wanted): Promise<Bytes> {
  const holder = await createSigner(await generateSigningKey({ extractable: false }));
  const voucher = await makeVoucher(
    {
      merchantId: by.id,
      voucherId: new Uint8Array(randomBytes(12)),
      expiresAtS,
      holderKey: holder.publicKey,
      kind: 'fixed',
      value: 100,
      title: 'One off',
      offlinePolicy: 1,
    },
    root,
  );
  const claims = { merchantId: to.id, issuedAtS: nowS, counter: 1, voucher, useNumber: 1 };
  return makePresentation(claims, holder);
}

async function merchantOf(dataDir: string, slug: string): Promise<Merchant> {
  const db = openDatabase(socketAddress(dataDir), 1);
  const row = await db.selectFrom('merchant').select('id').where('slug', '=', slug).executeTakeFirstOrThrow();
  await db.destroy();
  const keys = await openKeyStore(`${dataDir}/keys`);
  if (!keys.ok) throw new Error(keys.error.message);
  const hex = typeof row.id === 'string' ? row.id : Buffer.from(row.id).toString('hex');
  return { id: new Uint8Array(Buffer.from(hex, 'hex')), root: await keys.value.merchant(hex) };
}

function flipped(bytes: Bytes, at: number): Bytes {
  const copy = new Uint8Array(bytes);
  copy[at]! ^= 1;
  return copy;
}
