// A till that another till has added: its key, its certificate and a receipt of its own.
import type { Bytes } from '#base/bytes.ts';
import { delegateOf, makeDelegatedCertificate } from '#protocol/delegation.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import type { MessageName, TerminalCertificate } from '#protocol/messages.ts';
import { makePayReceipt } from '#protocol/pay-receipt.ts';
import { DEFAULT_RISK } from '#protocol/risk.ts';
import { type CertifiedSigner, type Signer, withCertificate } from '#protocol/signer.ts';
import * as world from './world.ts';

export const addedKey: Signer = world.fixedSigner(0x57);

export const PARENT: TerminalCertificate = {
  ...world.terminalCertificate,
  permissions: ['earn', 'redeem', 'pay', 'void'],
  risk: DEFAULT_RISK,
  delegates: 4,
};

export const DELEGATE: TerminalCertificate = delegateOf(PARENT, {
  terminalKey: addedKey.publicKey,
  issuedAtS: world.NOW_S - 3_600,
  slot: 1,
  random: world.idOf(0x17, 4),
});

/** Signed by whoever holds the enrolling till's key, whatever it says. */
export async function delegatedSigner(
  change: Partial<TerminalCertificate> = {},
  by: { readonly parent?: Partial<TerminalCertificate>; readonly key?: Signer } = {},
): Promise<CertifiedSigner> {
  const parent = await world.terminalSigner({ ...PARENT, ...by.parent });
  const signer = by.key === undefined ? parent : withCertificate(by.key, parent.certificate);
  const bytes = await makeDelegatedCertificate({ ...DELEGATE, ...change }, signer);
  return withCertificate(addedKey, bytes);
}

/** A second form of a type, beside the one in `samples.ts`. */
export interface DelegatedSample {
  readonly name: string;
  readonly type: MessageName;
  readonly bytes: Bytes;
}

export async function makeDelegatedSamples(): Promise<readonly DelegatedSample[]> {
  const signer = await delegatedSigner();
  return [
    { name: 'delegatedCertificate', type: 'terminalCertificate', bytes: signer.certificate },
    {
      name: 'delegatedEarnReceipt',
      type: 'earnReceipt',
      bytes: await makeEarnReceipt(world.earnReceipt, signer),
    },
    {
      name: 'delegatedPayReceipt',
      type: 'payReceipt',
      bytes: await makePayReceipt(world.payReceipt, signer),
    },
  ];
}
