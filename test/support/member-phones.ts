// The phones of one member, as bare callers: linked by each other, given vouchers, shut out, brought back by a code.
import { ROUTES } from '#api/routes.ts';
import { base64FromBytes, bytesFromHex, hexFromBytes, type Bytes } from '#base/bytes.ts';
import { signDeviceStatement } from '#protocol/device-link.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { recoverySigner, signRecovery } from '#protocol/recovery-key.ts';
import type { Signer } from '#protocol/signer.ts';
import { newClient, type Reply, type SignedClient } from './signed-client.ts';
import { random, type TestServer } from './test-server.ts';

export type MemberPhone = SignedClient & { readonly memberId: string };

export async function idOf(client: SignedClient): Promise<string> {
  return hexFromBytes(await thumbprint(client.signer.publicKey));
}

/** What `owner` signs about `phone`, as either of them sends it. */
export async function linkFor(owner: MemberPhone, phone: SignedClient, issuedAtMs: number) {
  const nonce = random.bytes(8) as Bytes;
  const issuedAtS = Math.floor(issuedAtMs / 1000);
  const memberId = bytesFromHex(owner.memberId)!;
  const request = { deviceKey: phone.signer.publicKey, nonce, name: 'Tablet' };
  const statement = { kind: 'link', memberId, issuedAtS, ...request } as const;
  const proof = base64FromBytes(await signDeviceStatement(statement, owner.signer));
  return { nonce: base64FromBytes(nonce), name: 'Tablet', issuedAtS, proof };
}

export async function sendLink(server: TestServer, owner: MemberPhone, phone: SignedClient): Promise<Reply> {
  const link = await linkFor(owner, phone, server.clock.nowMs());
  return owner.post(ROUTES.deviceLink, { v: 1, deviceKey: phone.publicKey, ...link });
}

export function come(phone: SignedClient, link?: object): Promise<Reply> {
  return phone.post(ROUTES.deviceLinked, {
    v: 1,
    publicKey: phone.publicKey,
    assurance: 1,
    ...(link && { link }),
  });
}

export async function linkedPhone(server: TestServer, owner: MemberPhone): Promise<MemberPhone> {
  const phone = await newClient(server);
  const answers = [await sendLink(server, owner, phone), await come(phone)];
  if (answers.some(({ status }) => status !== 200))
    throw new Error(`not linked: ${JSON.stringify(answers.map(({ body }) => body))}`);
  return { ...phone, memberId: owner.memberId };
}

export async function shutOut(by: MemberPhone, device: string): Promise<Reply> {
  const statement = { kind: 'revoke', memberId: bytesFromHex(by.memberId)!, deviceId: device } as const;
  const proof = base64FromBytes(await signDeviceStatement(statement, by.signer));
  return by.post(ROUTES.deviceRevoke, { v: 1, device, proof });
}

export async function moveVoucher(
  from: MemberPhone,
  { voucher, to }: { readonly voucher: string; readonly to: SignedClient },
): Promise<Reply> {
  const deviceId = await idOf(to);
  const memberId = bytesFromHex(from.memberId)!;
  const statement = { kind: 'move', memberId, voucherId: voucher, deviceId } as const;
  const proof = base64FromBytes(await signDeviceStatement(statement, from.signer));
  return from.post(ROUTES.voucherMove, { v: 1, voucher, to: deviceId, proof });
}

export async function newRecovery(): Promise<Signer> {
  return recoverySigner(random.bytes(16) as Bytes);
}

export async function appoint(wallet: MemberPhone, recovery: Signer, by = wallet.signer): Promise<Reply> {
  const memberId = bytesFromHex(wallet.memberId)!;
  return wallet.post(ROUTES.recoveryKey, {
    v: 1,
    recoveryKey: base64FromBytes(recovery.publicKey),
    appointed: base64FromBytes(
      await signRecovery({ kind: 'appoint', memberId, recoveryKey: recovery.publicKey }, by),
    ),
    accepted: base64FromBytes(
      await signRecovery({ kind: 'accept', memberId, deviceKey: wallet.signer.publicKey }, recovery),
    ),
  });
}

export interface Recovery {
  readonly recovery: Signer;
  readonly keepOthers?: boolean;
  /** Who signs, when it is not the code. */
  readonly by?: Signer;
}

export async function recover(
  client: SignedClient,
  { recovery, keepOthers = false, by = recovery }: Recovery,
): Promise<Reply> {
  const statement = { kind: 'recover', deviceKey: client.signer.publicKey, keepOthers } as const;
  return client.post(ROUTES.recovery, {
    v: 1,
    publicKey: client.publicKey,
    assurance: 1,
    recoveryKey: base64FromBytes(recovery.publicKey),
    keepOthers,
    proof: base64FromBytes(await signRecovery(statement, by)),
  });
}

/** A phone out of the box becomes the member's. */
export async function recoveredPhone(
  server: TestServer,
  { memberId }: MemberPhone,
  recovery: Recovery,
): Promise<MemberPhone> {
  const phone = await newClient(server);
  // So many are let in per minute.
  server.clock.advance(600_000);
  const reply = await recover(phone, recovery);
  if (reply.status !== 200) throw new Error(`not recovered: ${JSON.stringify(reply.body)}`);
  return { ...phone, memberId };
}
