// A passkey that brings the member to a new phone: asked by the window, worded and sent here, judged by the server.
import { recoverReply } from '#api/recovery.ts';
import { passkeyReply, recoveryNonceReply } from '#api/recovery-passkey.ts';
import type {
  RecoverByPasskeyRequest,
  RemovePasskeyRequest,
  SetPasskeyRequest,
} from '#api/recovery-passkey.ts';
import { ROUTES } from '#api/routes.ts';
import { type Bytes, base64FromBytes, bytesFromBase64, bytesFromHex, concatBytes } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { FormerPasskey, PasskeyAnswer, WalletPasskeyRecoveryApi } from '#bridge/wallet-passkey.ts';
import type { RecoveredView } from '#bridge/wallet-safety.ts';
import { passkeyChallenge } from '#protocol/passkey-challenge.ts';
import { relyingPartyOf } from '#protocol/passkey.ts';
import type { MetaStore } from '#storage/meta-store.ts';
import type { DeviceKey } from '#worker/shared/device-key.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import { enrolledDevice } from './enrol.ts';
import { becomeRecovered, type RecoveredMember } from './recovery.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** Behind the member in a passkey's name: a second one of theirs must not take the first one's place at the platform. */
const OWN_NAME_BYTES = 8;

/** What was asked last; an answer uses it up. */
interface Asked {
  readonly nonce: string;
  readonly keepOthers: boolean;
}

export function createRecoveryPasskey(
  deps: WalletDeps,
  bringBack: (recovered: Result<RecoveredMember, Refusal>) => Promise<Outcome<RecoveredView>>,
): WalletPasskeyRecoveryApi {
  const rpId = relyingPartyOf(deps.around.origin);
  let asked: Asked | undefined;
  const take = () => {
    const was = asked;
    asked = undefined;
    return was;
  };
  const nonceFor = async (keepOthers: boolean): Promise<Result<string, Refusal>> => {
    const reply = await deps.http.get(ROUTES.recoveryNonce, recoveryNonceReply);
    if (!reply.ok) return reply;
    asked = { nonce: reply.value.nonce, keepOthers };
    return ok(reply.value.nonce);
  };
  return {
    recoveryPasskeyToMake: async () => {
      const device = await enrolledDevice(deps);
      if (device === undefined) return refused('not_enrolled');
      const nonce = await nonceFor(true);
      if (!nonce.ok) return outcomeError(nonce.error);
      const memberId = bytesFromHex(device.memberId)!;
      const statement = { kind: 'appoint', memberId, deviceKey: device.signer.publicKey } as const;
      const challenge = await passkeyChallenge(statement, nonce.value);
      const userId = concatBytes(memberId, deps.around.random.bytes(OWN_NAME_BYTES));
      return { ok: true, value: { challenge, rpId, userId, discoverable: true } };
    },
    setRecoveryPasskey: async ({ clientData, attestation }) => {
      const question = take();
      if (question === undefined) return refused('passkey_wrong');
      const body: SetPasskeyRequest = {
        v: 1,
        nonce: question.nonce,
        clientData: base64FromBytes(clientData),
        attestation: base64FromBytes(attestation),
      };
      return change(deps, ROUTES.recoveryPasskey, body, (meta, now) =>
        meta.put('recoveryPasskey', { setAtMs: now }),
      );
    },
    removeRecoveryPasskey: () => {
      const body: RemovePasskeyRequest = { v: 1 };
      return change(deps, ROUTES.removeRecoveryPasskey, body, (meta) => meta.remove('recoveryPasskey'));
    },
    recoveryPasskeyToUse: async ({ keepOthers }) => {
      if ((await enrolledDevice(deps)) !== undefined) return refused('wallet_in_use');
      const key = await deps.keys.ensure();
      if (!key.ok) return outcomeError(key.error);
      const nonce = await nonceFor(keepOthers);
      if (!nonce.ok) return outcomeError(nonce.error);
      const { publicKey: deviceKey } = key.value.signer;
      const statement = { kind: 'recover', deviceKey, keepOthers } as const;
      const challenge = await passkeyChallenge(statement, nonce.value);
      return { ok: true, value: { challenge, rpId, allowed: [] } };
    },
    recoverByPasskey: async (answer) => {
      const question = take();
      const { userHandle } = answer;
      // A passkey that keeps no name is none that we had made for this.
      if (question === undefined || userHandle === undefined) return refused('passkey_unknown');
      const ask = askWith(deps, question, { ...answer, userHandle });
      // The member's file says when the passkey was set.
      return bringBack(await becomeRecovered(deps, ask, async () => undefined));
    },
  };
}

function askWith(deps: WalletDeps, asked: Asked, answer: PasskeyAnswer & { readonly userHandle: Bytes }) {
  return ({ kind, signer }: DeviceKey) => {
    const body: RecoverByPasskeyRequest = {
      v: 1,
      publicKey: base64FromBytes(signer.publicKey),
      assurance: kind === 'stored' ? 1 : 0,
      ...asked,
      userHandle: base64FromBytes(answer.userHandle),
      credentialId: base64FromBytes(answer.credentialId),
      clientData: base64FromBytes(answer.clientData),
      authenticatorData: base64FromBytes(answer.authenticatorData),
      signature: base64FromBytes(answer.signature),
    };
    return deps.http.post(ROUTES.recoveryByPasskey, body, { signer, reply: recoverReply });
  };
}

/** One signed call about the member's passkey, and what this device knows from then on. */
async function change(
  deps: WalletDeps,
  route: string,
  body: SetPasskeyRequest | RemovePasskeyRequest,
  remember: (meta: MetaStore, nowMs: number) => Promise<void>,
): Promise<Outcome<FormerPasskey>> {
  const done = await post(deps, route, body, remember);
  if (!done.ok) return outcomeError(done.error);
  deps.broadcast.changed('device');
  const rpId = relyingPartyOf(deps.around.origin);
  const former = done.value === undefined ? undefined : bytesFromBase64(done.value);
  return { ok: true, value: { rpId, ...(former === undefined ? {} : { credentialId: former }) } };
}

async function post(
  deps: WalletDeps,
  route: string,
  body: SetPasskeyRequest | RemovePasskeyRequest,
  remember: (meta: MetaStore, nowMs: number) => Promise<void>,
): Promise<Result<string | undefined, Refusal>> {
  const device = await enrolledDevice(deps);
  if (device === undefined) return err({ kind: 'not_enrolled' });
  const reply = await deps.http.post(route, body, { signer: device.signer, reply: passkeyReply });
  if (!reply.ok) return reply;
  const kept = await deps.stores.store.write(({ meta }) => remember(meta, reply.value.now));
  return kept.ok ? ok(reply.value.former) : kept;
}
