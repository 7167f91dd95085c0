import type { WalletApi } from '#bridge/wallet-api.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { PasskeyNames, PasskeyPlatform } from './platform.ts';

type Parts = { readonly api: WalletApi; readonly passkeys: PasskeyPlatform };

/** Question from the worker, answer from the platform, judgement by the worker. */
export async function unlockByPasskey({ api, passkeys }: Parts): Promise<Outcome<null>> {
  const question = await api.lockPasskeyToUse();
  if (!question.ok) return question;
  const answer = await passkeys.ask(question.value);
  return answer.ok ? api.unlockByPasskey(answer.value) : answer;
}

export async function setLockPasskey({ api, passkeys }: Parts, names: PasskeyNames): Promise<Outcome<null>> {
  const order = await api.lockPasskeyToMake();
  if (!order.ok) return order;
  const made = await passkeys.make(order.value, names);
  return made.ok ? api.setLockPasskey(made.value) : made;
}

export async function removeLockPasskey({ api, passkeys }: Parts): Promise<Outcome<null>> {
  const removed = await api.removeLockPasskey();
  if (!removed.ok) return removed;
  passkeys.forget({ rpId: location.hostname, credentialId: removed.value });
  return { ok: true, value: null };
}
