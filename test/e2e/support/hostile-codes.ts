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
  readonly refusal: string;
  /** Made as of a time: a fresh one goes stale after 45 seconds. */
  readonly textAt: (nowS: number) => Promise<string>;
}

interface Merchant {
  readonly id: Bytes;
  readonly root: Signer;
}

/** Needs the server's database for the merchants' ids: open them while it runs. */
export async function openHostileCodes(dataDir: string): Promise<readonly HostileCode[]> {
  const own = await merchantOf(dataDir, 'copper-cup');
  const other = await merchantOf(dataDir, 'green-grocer');
  const stranger = await createSigner(await generateSigningKey({ extractable: false }));
  const shown = (change: (nowS: number) => Partial<Wanted>) => async (nowS: number) => {
    const valid = { by: own, to: own, root: own.root, expiresAtS: nowS + DAY_S, nowS };
    return presentationOf({ ...valid, ...change(nowS) });
  };
  const genuine = shown(() => ({}));
  const coded = (make: (nowS: number) => Promise<Bytes>) => async (nowS: number) =>
    codeFromBytes(await make(nowS));
  return [
    {
      name: 'something else entirely',
      refusal: 'qr_unknown',
      textAt: async () => 'https://example.org/menu',
    },
    {
      name: 'an altered code',
      refusal: 'bad_signature',
      textAt: coded(async (nowS) => withLastBitFlipped(await genuine(nowS))),
    },
    {
      name: 'an unsigned code',
      refusal: 'cbor_trailing',
      textAt: coded(async () => bytesFromText('no signature at all')),
    },
    {
      name: 'a forged voucher, signed by a stranger',
      refusal: 'voucher_bad_signature',
      textAt: coded(shown(() => ({ root: stranger }))),
    },
    {
      name: 'an expired voucher',
      refusal: 'expired',
      textAt: coded(shown((nowS) => ({ expiresAtS: nowS - DAY_S }))),
    },
    {
      name: 'a voucher meant for another merchant',
      refusal: 'wrong_merchant',
      textAt: coded(shown(() => ({ by: other, root: other.root, to: other }))),
    },
    {
      name: 'a photograph of yesterday',
      refusal: 'stale',
      textAt: coded(shown((nowS) => ({ nowS: nowS - DAY_S / 2 }))),
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

function withLastBitFlipped(bytes: Bytes): Bytes {
  const copy = new Uint8Array(bytes);
  copy[copy.length - 1]! ^= 1;
  return copy;
}
