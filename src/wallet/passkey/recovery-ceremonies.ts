import type { Outcome } from '#bridge/common-views.ts';
import type { WalletApi } from '#bridge/wallet-api.ts';
import type { FormerPasskey } from '#bridge/wallet-passkey.ts';
import type { RecoveredView } from '#bridge/wallet-safety.ts';
import type { PasskeyNames, PasskeyPlatform } from './platform.ts';

type Parts = { readonly api: WalletApi; readonly passkeys: PasskeyPlatform };

export async function setRecoveryPasskey(
  { api, passkeys }: Parts,
  names: PasskeyNames,
): Promise<Outcome<'made'>> {
  const order = await api.recoveryPasskeyToMake();
  if (!order.ok) return order;
  const made = await passkeys.make(order.value, names);
  if (!made.ok) return made;
  const set = await api.setRecoveryPasskey(made.value);
  if (!set.ok) return set;
  forget(passkeys, set.value);
  return { ok: true, value: 'made' };
}

export async function removeRecoveryPasskey({ api, passkeys }: Parts): Promise<Outcome<'removed'>> {
  const removed = await api.removeRecoveryPasskey();
  if (!removed.ok) return removed;
  forget(passkeys, removed.value);
  return { ok: true, value: 'removed' };
}

export async function recoverByPasskey(
  { api, passkeys }: Parts,
  order: { readonly keepOthers: boolean },
): Promise<Outcome<RecoveredView>> {
  const question = await api.recoveryPasskeyToUse(order);
  if (!question.ok) return question;
  const answer = await passkeys.ask(question.value);
  return answer.ok ? api.recoverByPasskey(answer.value) : answer;
}

function forget(passkeys: PasskeyPlatform, { rpId, credentialId }: FormerPasskey): void {
  if (credentialId !== undefined) passkeys.forget({ rpId, credentialId });
}
