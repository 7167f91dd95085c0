// Customers of a soak: one enrolled member's phone for passes, a phone of its own for every voucher (tills bound what
// one device may redeem). Vouchers are signed by the running server's own keys.
import { randomBytes } from 'node:crypto';
import { ROUTES } from '#api/routes.ts';
import { base64FromBytes, type Bytes, bytesFromText, hexFromBytes } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { makePass } from '#protocol/member-pass.ts';
import { makePresentation } from '#protocol/presentation.ts';
import {
  createSigner,
  type CertifiedSigner,
  generateSigningKey,
  type Signer,
  withCertificate,
} from '#protocol/signer.ts';
import { signRequest } from '#protocol/request-signature.ts';
import { makeVoucher } from '#protocol/voucher.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { socketAddress } from '#server/db/postgres-address.ts';
import { openKeyStore } from '#server/keys.ts';

const DAY_S = 86_400;

export interface Customers {
  readonly pass: () => Promise<string>;
  readonly voucher: (valueMinor: number) => Promise<string>;
  readonly lapsedVoucher: () => Promise<string>;
}

/** Needs the server's database for the merchant's id: open it while the server runs. */
export async function openCustomers(url: string, dataDir: string, slug: string): Promise<Customers> {
  const keys = await openKeyStore(`${dataDir}/keys`);
  if (!keys.ok) throw new Error(keys.error.message);
  const hex = await merchantIdOf(dataDir, slug);
  const shop: Shop = {
    member: await enrolled(url),
    root: await keys.value.merchant(hex),
    merchantId: new Uint8Array(Buffer.from(hex, 'hex')),
  };
  let counter = 0;
  return {
    pass: async () => {
      counter++;
      return codeFromBytes(await makePass({ issuedAtS: nowS(), counter }, shop.member));
    },
    voucher: (value) => voucherOf(shop, value, nowS() + DAY_S),
    lapsedVoucher: () => voucherOf(shop, 100, nowS() - DAY_S),
  };
}

interface Shop {
  readonly member: CertifiedSigner;
  readonly root: Signer;
  readonly merchantId: Bytes;
}

const nowS = (): number => Math.floor(Date.now() / 1000);
const random = (length: number): Bytes => new Uint8Array(randomBytes(length));
const newPhone = async (): Promise<Signer> => createSigner(await generateSigningKey({ extractable: false }));

/** A wallet that the server knows: a sale to anybody else would be no sale. */
async function enrolled(url: string): Promise<CertifiedSigner> {
  const phone = await newPhone();
  const message = { v: 1, publicKey: base64FromBytes(phone.publicKey), assurance: 1 };
  const body = bytesFromText(JSON.stringify(message));
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', targetUri: url + ROUTES.devices, headers, body };
  const signature = await signRequest(request, { createdS: nowS(), nonce: hexFromBytes(random(16)) }, phone);
  const answer = await fetch(request.targetUri, {
    method: 'POST',
    headers: { ...headers, ...signature },
    body,
  });
  const { certificate } = (await answer.json()) as { readonly certificate: string };
  return withCertificate(phone, new Uint8Array(Buffer.from(certificate, 'base64')));
}

async function voucherOf({ root, merchantId }: Shop, value: number, expiresAtS: number): Promise<string> {
  const phone = await newPhone();
  const voucher = await makeVoucher(
    {
      merchantId,
      voucherId: random(12),
      expiresAtS,
      holderKey: phone.publicKey,
      kind: 'fixed',
      value,
      title: 'One off',
      offlinePolicy: 1,
    },
    root,
  );
  const shown = { merchantId, issuedAtS: nowS(), counter: 1, voucher, useNumber: 1 };
  return codeFromBytes(await makePresentation(shown, phone));
}

async function merchantIdOf(dataDir: string, slug: string): Promise<string> {
  const db = openDatabase(socketAddress(dataDir), 1);
  try {
    const row = await db
      .selectFrom('merchant')
      .select('id')
      .where('slug', '=', slug)
      .executeTakeFirstOrThrow();
    return typeof row.id === 'string' ? row.id : Buffer.from(row.id).toString('hex');
  } finally {
    await db.destroy();
  }
}
