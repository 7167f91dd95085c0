import type { SyncChange } from '#api/sync.ts';
import { type Bytes, bytesFromBase64 } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import type { CashierRepositories } from '#storage/cashier-stores.ts';
import type { Enrolment } from '#storage/meta-store.ts';
import type { Catalogue } from '#worker/shared/catalogue.ts';
import type { ChangeReader } from '#worker/shared/reply-store.ts';
import { openOwnCertificate } from './own-certificate.ts';
import { type OwnKeyDeps, ownKey } from './own-key.ts';

export interface ChangeDeps extends OwnKeyDeps {
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

/**
 * What an answer of the server changes at a till: a renewed certificate, checked before it is stored. Decisions on
 * the till's own records are kept for both apps alike; every other kind of change is told to wallets only.
 */
export function createCashierChanges(deps: ChangeDeps): ChangeReader<CashierRepositories> {
  return {
    prepare: async ({ changes, decided, serverRestored }) => {
      const offered = newestCertificate(changes.map(({ change }) => change));
      const renewed = offered && (await renewalFrom(deps, offered));
      return {
        write: async ({ meta, replay, relayed }) => {
          // What was carried for another till is forgotten with what this one has sealed; that till may be gone.
          if (serverRestored) await relayed.reopenDecided();
          if (renewed !== undefined) await meta.put('enrolment', renewed);
          if (renewed !== undefined) await meta.remove('offeredCertificate');
          // The old one stays good until it ends; the server tells of this one only once.
          else if (offered !== undefined) await meta.put('offeredCertificate', offered);
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

/** Before each sync: the trust list may be fresher than when the certificate came. Whether there is another one now. */
export async function takeOfferedCertificate(deps: ChangeDeps): Promise<boolean> {
  const { store } = deps.stores;
  const offered = await store.read(({ meta }) => meta.get('offeredCertificate'));
  const renewed = offered && (await renewalFrom(deps, offered));
  if (renewed === undefined) return false;
  const kept = await store.write(async ({ meta }) => {
    await meta.put('enrolment', renewed);
    await meta.remove('offeredCertificate');
  });
  return kept.ok;
}

function newestCertificate(changes: readonly SyncChange[]): Bytes | undefined {
  const offered = changes.findLast((change) => change.kind === 'certificate');
  return offered && bytesFromBase64(offered.cose);
}

/** `undefined`: it does not hold by this trust list. */
async function renewalFrom(
  { stores, keys, catalogue, clock }: ChangeDeps,
  certificate: Bytes,
): Promise<Enrolment | undefined> {
  const [key, known] = await Promise.all([ownKey({ stores, keys }), catalogue.current()]);
  if (key === undefined || known === undefined) return undefined;
  const origin = await openOwnCertificate(certificate, key.signer.publicKey, {
    trustList: known.trustList,
    nowMs: clock.nowMs(),
  });
  if (!origin.ok) return undefined;
  return { certificate, certificateUntilMs: origin.value.certificate.expiresAtS * 1_000 };
}
