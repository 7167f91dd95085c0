import type { CatalogueMerchant, CatalogueProgramme } from '#api/catalogue.ts';
import { type Bytes, equalBytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { Clock } from '#base/ports.ts';
import type { PublicKey, TerminalCertificate, TrustList } from '#protocol/messages.ts';
import { openAs } from '#protocol/open-message.ts';
import { type CertifiedSigner, withCertificate } from '#protocol/signer.ts';
import { keysInForce } from '#protocol/server-keys.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import type { CashierRepositories, CashierStores } from '#storage/cashier-stores.ts';
import type { TillIdentity } from '#storage/cashier-till-store.ts';
import type { Catalogue } from '#worker/shared/catalogue.ts';
import type { DeviceKeys } from '#worker/shared/device-key.ts';

/** A paired till with everything it needs to serve without a connection. */
export interface Till {
  readonly identity: TillIdentity;
  readonly merchant: CatalogueMerchant;
  /** Those the merchant takes part in. */
  readonly programmes: readonly CatalogueProgramme[];
  readonly certificate: TerminalCertificate;
  readonly signer: CertifiedSigner;
  readonly trustList: TrustList;
  /** Those whose certificates a customer may show. */
  readonly serverKeys: readonly PublicKey[];
}

export type TillRefusal =
  /** Not paired yet, or its key or certificate is gone: only pairing helps. */
  { readonly kind: 'not_enrolled' };

export interface TillDeps {
  readonly stores: CashierStores;
  readonly keys: DeviceKeys;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

export type FindTill = () => Promise<Result<Till, TillRefusal>>;

/** A certificate or catalogue that this tab fetched counts at once, one that another fetched a second later. */
export function createFindTill({ stores, keys, catalogue, clock }: TillDeps): FindTill {
  return async () => {
    // At once, not in turn: a customer waits for this with every code.
    const [{ identity, enrolment }, known] = await Promise.all([
      stores.store.recall(readPairing, clock.monotonicMs()),
      catalogue.current(),
      keys.find(),
    ]);
    if (identity === undefined || enrolment === undefined || known === undefined)
      return err({ kind: 'not_enrolled' });
    const certificate = certificateFrom(enrolment.certificate);
    const key = certificate && (await keys.find(certificate.terminalKey));
    if (certificate === undefined || key === undefined) return err({ kind: 'not_enrolled' });
    // A new key under the certificate of a lost one would sign receipts that nobody accepts.
    if (!equalBytes(certificate.terminalKey, key.signer.publicKey)) return err({ kind: 'not_enrolled' });
    const merchant = known.reply.merchants.find(({ id }) => id === identity.merchantId);
    if (merchant === undefined) return err({ kind: 'not_enrolled' });
    return ok({
      identity,
      merchant,
      programmes: known.reply.programmes.filter(({ merchants }) => merchants.includes(merchant.slug)),
      certificate,
      signer: withCertificate(key.signer, enrolment.certificate),
      trustList: known.trustList,
      serverKeys: keysInForce(known.serverKey, known.trustList, clock.nowMs()),
    });
  };
}

async function readPairing({ till, meta }: CashierRepositories) {
  const [identity, enrolment] = await Promise.all([till.get('identity'), meta.get('enrolment')]);
  return { identity, enrolment };
}

/** A certificate that was checked when it was stored; `undefined` when the disk has made something else of it. */
export function certificateFrom(bytes: Bytes): TerminalCertificate | undefined {
  const opened = openAs(TERMINAL_CERTIFICATE, bytes);
  return opened.ok ? opened.value.value : undefined;
}
