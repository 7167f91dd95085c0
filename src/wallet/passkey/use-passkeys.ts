import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import type { PasskeyPlatform } from './platform.ts';

export interface PasskeysHere {
  readonly platform: PasskeyPlatform;
  /** This phone itself can verify its person. */
  readonly canMake: boolean;
}

/** What the phone can do about passkeys; absent until it has said so. */
export function usePasskeys(): PasskeysHere | undefined {
  const { passkeys } = useWallet();
  const { view } = useView(async (): Promise<PasskeysHere> => {
    const platform = await passkeys();
    return { platform, canMake: await platform.canMake() };
  }, []);
  return view.state === 'ready' ? view.value : undefined;
}
