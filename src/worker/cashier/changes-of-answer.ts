import type { SyncChange } from '#api/sync.ts';
import { bytesFromBase64 } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import type { CashierRepositories } from '#storage/cashier-stores.ts';
import type { Enrolment } from '#storage/meta-store.ts';
import type { Catalogue } from '#worker/shared/catalogue.ts';
import type { DeviceKeys } from '#worker/shared/device-key.ts';
import type { ChangeReader } from '#worker/shared/reply-store.ts';
import { openOwnCertificate } from './own-certificate.ts';

export interface ChangeDeps {
  readonly keys: DeviceKeys;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

/**
 * What an answer of the server changes at a till: a renewed certificate, checked before it is stored. Decisions on
 * the till's own records are kept for both apps alike; vouchers and balances are a wallet's.
 */
export function createCashierChanges(deps: ChangeDeps): ChangeReader<CashierRepositories> {
  return {
    prepare: async ({ changes, decided }) => {
      const renewed = await newestCertificate(
        deps,
        changes.map(({ change }) => change),
      );
      return {
        write: async ({ meta, replay }) => {
          if (renewed !== undefined) await meta.put('enrolment', renewed);
          await replay.prune(deps.clock.nowMs());
        },
        topics: [
          ...(renewed === undefined ? [] : ['device' as const]),
          ...(decided.length === 0 ? [] : ['sales' as const]),
        ],
      };
    },
  };
}

/** One that does not hold is passed over: the old one stays good until it ends. */
async function newestCertificate(
  { keys, catalogue, clock }: ChangeDeps,
  changes: readonly SyncChange[],
): Promise<Enrolment | undefined> {
  const offered = changes.findLast((change) => change.kind === 'certificate');
  const certificate = offered === undefined ? undefined : bytesFromBase64(offered.cose);
  const [key, known] = await Promise.all([keys.find(), catalogue.current()]);
  if (certificate === undefined || key === undefined || known === undefined) return undefined;
  const { trustList } = known;
  const origin = await openOwnCertificate(certificate, key.signer.publicKey, {
    trustList,
    nowMs: clock.nowMs(),
  });
  if (!origin.ok) return undefined;
  return { certificate, certificateUntilMs: origin.value.certificate.expiresAtS * 1_000 };
}
