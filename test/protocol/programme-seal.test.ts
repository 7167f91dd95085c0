import { expect, test } from 'vitest';
import { makeProgrammeSeal, openProgrammeSeal } from '#protocol/programme-seal.ts';
import { makeIssuerCertificate } from '#protocol/issuer-certificate.ts';
import * as world from './world.ts';

const { content } = world.sealOrder;
const trust = { trustList: world.trustList, nowMs: world.NOW_MS };
const seal = await makeProgrammeSeal(world.sealOrder, world.merchantSigner);

async function verdict(...args: Parameters<typeof openProgrammeSeal>): Promise<string> {
  const opened = await openProgrammeSeal(...args);
  return opened.ok ? opened.value.slug : opened.error.kind;
}

test('a seal names the listed merchant that stands by the file', async () => {
  expect(await verdict(seal, content, trust)).toBe(world.merchant.slug);
});

test('a seal of another text or programme is none', async () => {
  expect(await verdict(seal, { ...content, text: `${content.text} ` }, trust)).toBe('parts_disagree');
  expect(await verdict(seal, { ...content, programmeId: 'other' }, trust)).toBe('parts_disagree');
});

test('a merchant that the list does not know yet, or knows as revoked, stands by nothing', async () => {
  const nobody = { ...trust, trustList: { ...world.trustList, merchants: [] } };
  expect(await verdict(seal, content, nobody)).toBe('unknown_issuer');
  const merchants = world.trustList.merchants.map((one) => ({ ...one, revoked: true }));
  expect(await verdict(seal, content, { ...trust, trustList: { ...world.trustList, merchants } })).toBe(
    'issuer_revoked',
  );
});

test('a stranger in the merchant’s name is refused, a key that the merchant certified is not', async () => {
  const forged = await makeProgrammeSeal(world.sealOrder, world.strangerSigner);
  expect(await verdict(forged, content, trust)).toBe('bad_signature');
  const certificate = await makeIssuerCertificate(world.issuerCertificate, world.merchantSigner);
  const trustList = { ...world.trustList, issuerCertificates: [certificate] };
  const byIssuer = await makeProgrammeSeal(world.sealOrder, world.issuerSigner);
  expect(await verdict(byIssuer, content, trust)).toBe('bad_signature');
  expect(await verdict(byIssuer, content, { ...trust, trustList })).toBe(world.merchant.slug);
});

test('a flipped bit anywhere is refused', async () => {
  for (let at = 0; at < seal.length; at++) {
    const spoilt = seal.slice();
    spoilt[at]! ^= 1;
    expect(await verdict(spoilt, content, trust)).not.toBe(world.merchant.slug);
  }
});
