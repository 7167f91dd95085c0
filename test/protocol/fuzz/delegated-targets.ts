// Messages of a till that another till has added, for the verifiers that follow the longer chain.
import type { Bytes } from '#base/bytes.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import { verifyAtWallet } from '#protocol/verify-at-wallet.ts';
import { addedKey, delegatedSigner, makeDelegatedSamples, PARENT } from '../delegated.ts';
import * as world from '../world.ts';
import type { Target } from './targets.ts';

type Parts = Pick<Target, 'required' | 'judge'>;

/** `judgeAfter`: of a wallet that holds the receipt already. */
export async function makeDelegatedTargets(
  certificate: Parts,
  receipt: Parts & { readonly judgeAfter: (genuine: Bytes) => Promise<Target['judge']> },
): Promise<readonly Target[]> {
  const samples = new Map((await makeDelegatedSamples()).map(({ name, bytes }) => [name, bytes]));
  const earned = samples.get('delegatedEarnReceipt')!;
  const again = await makeEarnReceipt(world.earnReceipt, await delegatedSigner());
  return [
    {
      ...certificate,
      name: 'terminalCertificate',
      verifier: 'terminalCertificate',
      genuine: samples.get('delegatedCertificate')!,
      signer: world.terminalKey,
      certificates: await certificatesOf([
        { ...PARENT, tillNumber: 4 },
        { ...PARENT, delegates: 0 },
        { ...PARENT, expiresAtS: world.NOW_S },
        { ...PARENT, merchantId: world.idOf(0xa2) },
      ]),
    },
    {
      ...receipt,
      name: 'earnReceipt',
      verifier: 'wallet',
      genuine: earned,
      signer: addedKey,
      certificates: await Promise.all(
        [{ tillNumber: 200_000 }, { expiresAtS: world.NOW_S - 1 }, { permissions: [] }, { delegates: 4 }].map(
          async (change) => (await delegatedSigner(change)).certificate,
        ),
      ),
      again: { judge: await receipt.judgeAfter(earned), messages: [earned, again] },
    },
  ];
}

async function certificatesOf(
  parents: readonly Parameters<typeof world.terminalSigner>[0][],
): Promise<readonly Bytes[]> {
  return Promise.all(parents.map(async (parent) => (await world.terminalSigner(parent)).certificate));
}

export async function walletHolding(receipt: Bytes, empty: Parameters<typeof verifyAtWallet>[1]) {
  const { state } = await verifyAtWallet(receipt, empty, world.walletPolicy, world.clockAt(world.NOW_MS));
  return state;
}
