// The till's network: a server that answers its three calls. A test may cut it or change what it says.
import { base64FromBytes, bytesFromBase64, hexFromBytes } from '#base/bytes.ts';
import type { Bytes } from '#base/bytes.ts';
import type { CatalogueReply } from '#api/catalogue.ts';
import type { Clock } from '#base/ports.ts';
import type { TerminalCertificate, TrustList } from '#protocol/messages.ts';
import type { Signer } from '#protocol/signer.ts';
import { makeTerminalCertificate } from '#protocol/terminal-certificate.ts';
import { DEFAULT_RISK } from '#protocol/risk.ts';
import { makeTrustList } from '#protocol/trust-list.ts';

export const MERCHANT_ID: Bytes = new Uint8Array(8).fill(0xa1);
export const DAY_S = 86_400;

/** What the server does with the till's calls; a test may change it. */
export interface TestNetwork {
  up: boolean;
  certificate: Partial<TerminalCertificate>;
  syncBodies: unknown[];
  /** Serials of added tills that were taken back. */
  disowned: number[];
  answerSync: (body: { readonly cursor: number; readonly records: readonly { id: string }[] }) => unknown;
  answerPairing: (() => Response) | undefined;
  answerStatus: (init: RequestInit) => Response;
}

export async function catalogueReplyOf(
  list: TrustList,
  server: Signer,
  nowMs: number,
): Promise<CatalogueReply> {
  return {
    v: 1,
    serverEpoch: '11'.repeat(8),
    now: nowMs,
    serverKey: base64FromBytes(server.publicKey),
    trustList: base64FromBytes(await makeTrustList(list, server)),
    merchants: [
      {
        id: hexFromBytes(MERCHANT_ID),
        slug: 'novin-charm',
        name: 'Novin Charm',
        currency: { code: 'EUR', exponent: 2 },
        categories: ['shoes', 'accessories'],
      },
    ],
    programmes: [
      {
        number: 1,
        definition: { id: 'novin' },
        presentation: PRESENTATION,
        merchants: ['novin-charm'],
      },
    ],
  };
}

/** Words as the catalogue carries them; the programme's rules do not matter to a till. */
const PRESENTATION = {
  programme: 'novin',
  note: 'demo',
  colour: '#5a2b58',
  icon: 'shoe',
  name: { en: 'Novin', fa: 'نوین', ar: 'نوفين', zh: '诺温', vi: 'Novin' },
  about: { en: 'Shoes', fa: 'کفش', ar: 'أحذية', zh: '鞋', vi: 'Giày' },
};

interface ServerParts {
  readonly network: TestNetwork;
  readonly reply: CatalogueReply;
  readonly merchant: Signer;
  readonly clock: Clock;
}

export function createFetch({ network, reply, merchant, clock }: ServerParts) {
  return async (url: string, init: RequestInit): Promise<Response> => {
    if (!network.up) throw new TypeError('network is down');
    const now = clock.nowMs();
    if (url.endsWith('/catalogue')) return Response.json({ ...reply, now });
    if (url.endsWith('/status')) return network.answerStatus(init);
    const body = JSON.parse(new TextDecoder().decode(init.body as Uint8Array));
    if (url.endsWith('/sync')) {
      network.syncBodies.push(body);
      const answer = network.answerSync(body);
      return answer instanceof Response ? answer : Response.json(answer);
    }
    if (url.endsWith('/disowned')) {
      network.disowned.push(...body.serials);
      return Response.json({ v: 1, now });
    }
    if (network.answerPairing !== undefined) return network.answerPairing();
    const terminalKey = bytesFromBase64(body.publicKey);
    if (terminalKey === undefined) return Response.json({ kind: 'bad_request' }, { status: 400 });
    const issuedAtS = Math.floor(now / 1_000);
    const certificate = await makeTerminalCertificate(
      {
        merchantId: MERCHANT_ID,
        issuedAtS,
        expiresAtS: issuedAtS + 89 * DAY_S,
        terminalKey,
        tillNumber: 3,
        permissions: ['earn', 'redeem', 'void'],
        caps: { pointsPerReceipt: 5_000, pointsPerDay: 100_000, valuePerDayMinor: 5_000_000 },
        serial: 1,
        risk: { ...DEFAULT_RISK, anyTillFaceMinor: 2_000 },
        ...network.certificate,
      },
      merchant,
    );
    return Response.json({
      v: 1,
      merchantId: hexFromBytes(MERCHANT_ID),
      tillNumber: 3,
      certificate: base64FromBytes(certificate),
      serverEpoch: '11'.repeat(8),
      now,
    });
  };
}

export function acceptAll(
  body: { readonly cursor: number; readonly records: readonly { id: string }[] },
  now: number,
) {
  return {
    v: 1,
    serverEpoch: '11'.repeat(8),
    now,
    results: body.records.map(({ id }) => ({ id, status: 'accepted' })),
    changes: [],
    cursor: body.cursor,
    more: false,
  };
}
