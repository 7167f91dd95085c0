// What stands in the server's place in practice mode: it pairs the till once and is silent ever after, so that every
// practice sale is one without a connection.
import type { CatalogueReply } from '#api/catalogue.ts';
import type { EnrolTerminalReply } from '#api/enrol-terminal.ts';
import { ROUTES } from '#api/routes.ts';
import { assert } from '#base/assert.ts';
import { type Bytes, base64FromBytes, bytesFromBase64, bytesFromText, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import type { Currency } from '#bridge/common-views.ts';
import type { TrustList } from '#protocol/messages.ts';
import { makeTerminalCertificate } from '#protocol/terminal-certificate.ts';
import { makeTrustList } from '#protocol/trust-list.ts';
import type { Fetch } from '#worker/shared/surroundings.ts';
import type { PracticeKeys } from './practice-keys.ts';

/** Ids of eight bytes that nobody draws by chance. */
export const PRACTICE_MERCHANT: Bytes = bytesFromText('PRACTICE');
const SLUG = 'practice';
const DAY_S = 86_400;
const EPOCH = '00'.repeat(8);

/** The shop that the till belongs to in practice. */
export interface PracticeShop {
  readonly name: string;
  readonly currency: Currency;
  readonly categories: readonly string[];
}

/** A `fetch` that answers only the two calls of pairing. */
export function createPracticeServer(keys: PracticeKeys, clock: Clock, shop: PracticeShop): Fetch {
  return async (url, init) => {
    if (url.endsWith(ROUTES.catalogue)) return Response.json(await catalogueOf(keys, clock, shop));
    if (url.endsWith(ROUTES.terminals)) return Response.json(await pairingOf(keys, clock, init));
    throw new TypeError('practice mode has no network');
  };
}

async function catalogueOf(keys: PracticeKeys, clock: Clock, shop: PracticeShop): Promise<CatalogueReply> {
  const trustList = await makeTrustList(trustListOf(keys, clock, shop), keys.server);
  const { name, currency, categories } = shop;
  return {
    v: 1,
    serverEpoch: EPOCH,
    now: clock.nowMs(),
    serverKey: base64FromBytes(keys.server.publicKey),
    trustList: base64FromBytes(trustList),
    merchants: [
      {
        id: hexFromBytes(PRACTICE_MERCHANT),
        slug: SLUG,
        name,
        currency: { code: currency.code, exponent: currency.exponent as 0 | 1 | 2 | 3 },
        categories: [...categories],
      },
    ],
    programmes: [],
  };
}

function trustListOf(keys: PracticeKeys, clock: Clock, { name, currency }: PracticeShop): TrustList {
  const nowS = Math.floor(clock.nowMs() / 1_000);
  return {
    issuedAtS: nowS,
    expiresAtS: nowS + 30 * DAY_S,
    version: 1,
    merchants: [
      {
        merchantId: PRACTICE_MERCHANT,
        name,
        slug: SLUG,
        rootKeys: [keys.merchant.publicKey],
        revoked: false,
        statusListNumber: 0,
        currency,
      },
    ],
  };
}

const TILL_NUMBER = 1;

async function pairingOf(keys: PracticeKeys, clock: Clock, init: RequestInit): Promise<EnrolTerminalReply> {
  const { publicKey } = JSON.parse(new TextDecoder().decode(init.body as Bytes)) as { publicKey: string };
  const terminalKey = bytesFromBase64(publicKey);
  assert(terminalKey !== undefined, 'the till sends its key in base64');
  const issuedAtS = Math.floor(clock.nowMs() / 1_000);
  const certificate = await makeTerminalCertificate(
    {
      merchantId: PRACTICE_MERCHANT,
      issuedAtS,
      expiresAtS: issuedAtS + 30 * DAY_S,
      terminalKey,
      tillNumber: TILL_NUMBER,
      permissions: ['earn', 'redeem', 'void'],
      caps: { pointsPerReceipt: 1_000_000, pointsPerDay: 10_000_000, valuePerDayMinor: 1_000_000_000 },
      serial: 1,
    },
    keys.merchant,
  );
  return {
    v: 1,
    merchantId: hexFromBytes(PRACTICE_MERCHANT),
    tillNumber: TILL_NUMBER,
    certificate: base64FromBytes(certificate),
    serverEpoch: EPOCH,
    now: clock.nowMs(),
  };
}
