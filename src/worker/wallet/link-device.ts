// Linking a second phone, from both sides.
import { doneReply } from '#api/devices.ts';
import type { LinkDeviceRequest, TakeLinkRequest } from '#api/devices.ts';
import { enrolDeviceReply } from '#api/enrol-device.ts';
import { ROUTES } from '#api/routes.ts';
import { base64FromBytes, bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { ApprovedLinkView, LinkCodeView, LinkOfferView } from '#bridge/wallet-devices.ts';
import {
  type LinkRequest,
  MOST_NAME_CHARACTERS,
  linkAnswerText,
  linkDigits,
  linkRequestText,
  readLinkAnswer,
  readLinkRequest,
  signDeviceStatement,
} from '#protocol/device-link.ts';
import { thumbprint } from '#protocol/public-key.ts';
import type { PendingLink } from '#storage/meta-store.ts';
import { becomeMember, dropDeadKey, enrolledDevice, enrolmentFromReply } from './enrol.ts';
import type { WalletDeps } from './wallet-deps.ts';

const NONCE_BYTES = 8;
/** Two at most are ever under way; a list that could only grow would be a bug. */
const MOST_PENDING = 5;

/** New phone. The nonce is kept, so that the page may be opened anew while the other phone reads. */
export async function startLink(deps: WalletDeps, name: string): Promise<Result<LinkCodeView, Refusal>> {
  if ((await enrolledDevice(deps)) !== undefined) return err({ kind: 'wallet_in_use' });
  const key = await deps.keys.ensure();
  if (!key.ok) return key;
  const { store } = deps.stores;
  const before = await store.read(({ meta }) => meta.get('linking'));
  const nonce = before?.nonce ?? deps.around.random.bytes(NONCE_BYTES);
  // Without joiners: an older build reads no request that has one.
  const plain = Array.from(name.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ').trim())
    .slice(0, MOST_NAME_CHARACTERS)
    .join('');
  const kept = await store.write(({ meta }) => meta.put('linking', { nonce, name: plain }));
  if (!kept.ok) return kept;
  const request = { deviceKey: key.value.signer.publicKey, nonce, name: plain };
  return ok({ text: linkRequestText(request), digits: await linkDigits(request) });
}

/** New phone: becomes the device that an enrolled one said it is. The sync after it brings all there is. */
export async function takeLink(deps: WalletDeps, answer?: string): Promise<Result<string, Refusal>> {
  if ((await enrolledDevice(deps)) !== undefined) return err({ kind: 'wallet_in_use' });
  const link = answer === undefined ? ok(undefined) : await linkFrom(deps, answer);
  if (!link.ok) return link;
  if ((await deps.catalogue.current()) === undefined) {
    const refreshed = await deps.catalogue.refresh();
    if (!refreshed.ok) return refreshed;
  }
  const trusted = await deps.catalogue.current();
  if (trusted === undefined) return err({ kind: 'server_unreachable' });
  return deps.around.exclusive.run('tessera-wallet-enrol', async () => {
    const key = await deps.keys.ensure();
    if (!key.ok) return key;
    const { kind, signer } = key.value;
    const publicKey = base64FromBytes(signer.publicKey);
    const body: TakeLinkRequest = {
      v: 1,
      publicKey,
      assurance: kind === 'stored' ? 1 : 0,
      ...(link.value === undefined ? {} : { link: link.value }),
    };
    const reply = await deps.http.post(ROUTES.deviceLinked, body, { signer, reply: enrolDeviceReply });
    // Of a carried answer it may be the one that gave it who was shut out.
    if (!reply.ok && link.value === undefined) await dropDeadKey(deps, reply.error);
    if (!reply.ok) return reply;
    const enrolment = await enrolmentFromReply(reply.value, signer.publicKey, trusted.serverKey);
    if (!enrolment.ok) return enrolment;
    const becoming = { signer, enrolment: enrolment.value };
    return becomeMember(deps, becoming, ({ meta }) => meta.remove('linking'));
  });
}

async function linkFrom(
  { stores }: WalletDeps,
  text: string,
): Promise<Result<NonNullable<TakeLinkRequest['link']>, Refusal>> {
  const answer = readLinkAnswer(text);
  if (!answer.ok) return answer;
  const asked = await stores.store.read(({ meta }) => meta.get('linking'));
  if (asked === undefined) return err({ kind: 'link_unknown' });
  const { memberId, signerId, issuedAtS, signature } = answer.value;
  return ok({
    memberId: hexFromBytes(memberId),
    by: hexFromBytes(signerId),
    nonce: base64FromBytes(asked.nonce),
    name: asked.name,
    issuedAtS,
    proof: base64FromBytes(signature),
  });
}

/** Enrolled phone. */
export async function readLink(deps: WalletDeps, text: string): Promise<Result<LinkOfferView, Refusal>> {
  const request = readLinkRequest(text);
  if (!request.ok) return request;
  if ((await enrolledDevice(deps)) === undefined) return err({ kind: 'not_enrolled' });
  return ok({ name: request.value.name, digits: await linkDigits(request.value) });
}

/** Enrolled phone: signs the link and keeps it until the server has it. Refusals of the server are final. */
export async function approveLink(
  deps: WalletDeps,
  text: string,
): Promise<Result<ApprovedLinkView, Refusal>> {
  const request = readLinkRequest(text);
  if (!request.ok) return request;
  const signed = await signLink(deps, request.value);
  if (!signed.ok) return signed;
  const { link, answer } = signed.value;
  const kept = await deps.stores.store.write(async ({ meta }) => {
    const others = ((await meta.get('pendingLinks')) ?? []).slice(1 - MOST_PENDING);
    await meta.put('pendingLinks', [...others, link]);
  });
  if (!kept.ok) return kept;
  const refusal = await sendPendingLinks(deps);
  if (refusal !== undefined) return err(refusal);
  const waiting = await deps.stores.store.read(({ meta }) => meta.get('pendingLinks'));
  return ok({ answer, sent: waiting?.some(({ proof }) => proof === link.proof) !== true });
}

async function signLink(
  deps: WalletDeps,
  request: LinkRequest,
): Promise<Result<{ readonly link: PendingLink; readonly answer: string }, Refusal>> {
  const device = await enrolledDevice(deps);
  if (device === undefined) return err({ kind: 'not_enrolled' });
  const memberId = bytesFromHex(device.memberId)!;
  const issuedAtS = Math.floor(deps.around.clock.nowMs() / 1_000);
  const signature = await signDeviceStatement(
    { kind: 'link', memberId, issuedAtS, ...request },
    device.signer,
  );
  const { deviceKey, nonce, name } = request;
  return ok({
    link: {
      deviceKey: base64FromBytes(deviceKey),
      nonce: base64FromBytes(nonce),
      name,
      issuedAtS,
      proof: base64FromBytes(signature),
    },
    answer: linkAnswerText({
      memberId,
      signerId: await thumbprint(device.signer.publicKey),
      issuedAtS,
      signature,
    }),
  });
}

/** Sends what waits. What the server refuses is dropped, the last such refusal returned; without a line all of it waits on. */
export async function sendPendingLinks(deps: WalletDeps): Promise<Refusal | undefined> {
  const { store } = deps.stores;
  const pending = (await store.read(({ meta }) => meta.get('pendingLinks'))) ?? [];
  const device = pending.length === 0 ? undefined : await enrolledDevice(deps);
  if (device === undefined) return undefined;
  let refusal: Refusal | undefined;
  for (const link of pending) {
    const body: LinkDeviceRequest = { v: 1, ...link };
    const sent = await deps.http.post(ROUTES.deviceLink, body, { signer: device.signer, reply: doneReply });
    const code = sent.ok || !('code' in sent.error) ? undefined : sent.error.code;
    if (!sent.ok && code === undefined) break;
    refusal = code === undefined ? undefined : { kind: code };
    await store.write(async ({ meta }) => {
      const left = ((await meta.get('pendingLinks')) ?? []).filter(({ proof }) => proof !== link.proof);
      await meta.put('pendingLinks', left);
    });
  }
  return refusal;
}
