import type { CodeView, Outcome } from '#bridge/common-views.ts';
import { makePass } from '#protocol/member-pass.ts';
import { withCertificate } from '#protocol/signer.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import type { CodeDrawer } from './code-drawer.ts';
import { enrolledDevice } from './enrol.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** The member pass. Refusals: `not_enrolled`, `cert_expired` (go online once), `storage_full`, `storage_failed`. */
export async function showPass(deps: WalletDeps, drawer: CodeDrawer): Promise<Outcome<CodeView>> {
  const device = await enrolledDevice(deps);
  if (device === undefined) return refused('not_enrolled');
  if (device.certificateUntilMs <= deps.around.clock.nowMs()) return refused('cert_expired');
  const signer = withCertificate(device.signer, device.certificate);
  const code = await drawer.draw('pass', async ({ counter, issuedAtS }) => ({
    bytes: await makePass({ issuedAtS, counter }, signer),
  }));
  return code.ok ? code : outcomeError(code.error);
}
