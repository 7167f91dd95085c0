import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import { type PasskeysHere, passkeysHere } from './passkeys-here.ts';

/** What the phone can do about passkeys; absent until that is known. */
export function usePasskeys(): PasskeysHere | undefined {
  const { passkeys, clock } = useWallet();
  const { view } = useView(() => passkeysHere(passkeys, clock), []);
  return view.state === 'ready' ? view.value : undefined;
}
