import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { verifyRequest } from '#protocol/request-signature.ts';
import { createHttp } from '#worker/shared/http.ts';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import { createHandTimers, settle } from '../../support/hand-timers.ts';
import { newSigner, systemRandom } from '../../support/test-device.ts';
import { throwBug } from '../../support/throw-bug.ts';

const ORIGIN = 'https://tessera.example';
const REPLY = v.strictObject({ fine: v.literal(true) });
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

type Answer = Response | 'no network' | 'no answer';

function openHttp(...answers: readonly Answer[]) {
  const time = createHandTimers();
  const requests: { readonly url: string; readonly init: RequestInit }[] = [];
  const heard: ('answer' | 'silence')[] = [];
  const script = [...answers];
  const world = { cut: false };
  const http = createHttp(
    {
      clock: time.clock,
      timers: time.timers,
      random: systemRandom,
      exclusive: createLockExclusive(undefined),
      onBug: throwBug,
      origin: ORIGIN,
      fetch: async (url, init) => {
        requests.push({ url, init });
        const answer = script.shift() ?? 'no network';
        if (answer === 'no network') throw new TypeError('failed to fetch');
        if (answer !== 'no answer') return answer;
        return new Promise((_, reject) =>
          init.signal!.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
        );
      },
    },
    {
      isCut: () => world.cut,
      onAnswer: async () => void heard.push('answer'),
      onSilence: async () => void heard.push('silence'),
    },
  );
  return { http, time, requests, heard, world };
}

describe('an answer', () => {
  it.each([
    ['good', json(200, { fine: true }), { ok: true, value: { fine: true } }, 'answer'],
    ['of another shape', json(200, { fine: 1 }), { ok: false, error: { kind: 'garbled' } }, 'silence'],
    ['of a café’s login page', new Response('<html>'), { ok: false, error: { kind: 'garbled' } }, 'silence'],
    ['too large', json(413, {}), { ok: false, error: { kind: 'too_large' } }, 'answer'],
    [
      'busy',
      json(503, {}, { 'retry-after': '7' }),
      { ok: false, error: { kind: 'server_busy', retryAfterS: 7 } },
      'answer',
    ],
    // Who takes that by its word asks without end.
    [
      'busy for no time at all',
      json(503, {}, { 'retry-after': '0' }),
      { ok: false, error: { kind: 'server_busy' } },
      'answer',
    ],
    ['broken', json(500, {}), { ok: false, error: { kind: 'server_busy' } }, 'answer'],
    [
      'refused',
      json(403, { kind: 'device_revoked' }),
      { ok: false, error: { kind: 'refused', status: 403, code: 'device_revoked' } },
      'answer',
    ],
    ['refused by somebody else', json(403, { no: 1 }), { ok: false, error: { kind: 'garbled' } }, 'silence'],
    ['none', 'no network', { ok: false, error: { kind: 'unreachable' } }, 'silence'],
  ] as const)('%s is named', async (_, answer, expected, sound) => {
    const { http, heard } = openHttp(answer);
    expect(await http.get('/x', REPLY)).toEqual(expected);
    expect(heard).toEqual([sound]);
  });

  it('that does not come within 20 s is given up', async () => {
    const { http, time, heard } = openHttp('no answer');
    const waiting = http.get('/x', REPLY);
    await settle();
    await time.pass(20_000);
    expect(await waiting).toEqual({ ok: false, error: { kind: 'timeout' } });
    expect(heard).toEqual(['silence']);
  });

  it('leaves no timer behind', async () => {
    const { http, time } = openHttp(json(200, { fine: true }));
    await http.get('/x', REPLY);
    expect(time.waiting()).toEqual([]);
  });
});

describe('a request', () => {
  it('never leaves while the line is cut on purpose', async () => {
    const { http, requests, world } = openHttp(json(200, { fine: true }));
    world.cut = true;
    expect(await http.get('/x', REPLY)).toEqual({ ok: false, error: { kind: 'unreachable' } });
    expect(requests).toEqual([]);
  });

  it('carries no cookies and is signed over method, address and body', async () => {
    const { http, requests, time } = openHttp(json(200, { fine: true }));
    const signer = await newSigner();
    await http.post('/api/v1/sync', { a: 1 }, { signer, reply: REPLY });
    const { url, init } = requests[0]!;
    expect(init).toMatchObject({ credentials: 'omit', redirect: 'error', cache: 'no-store' });
    const verified = await verifyRequest(
      {
        method: init.method!,
        targetUri: url,
        headers: init.headers as Record<string, string>,
        body: init.body as Uint8Array<ArrayBuffer>,
      },
      { nowMs: time.clock.nowMs(), isOwnNonce: () => false, findKey: async () => signer.publicKey },
    );
    expect(verified).toMatchObject({ ok: true });
  });

  it('of a phone with a wrong date is signed again over the nonce that the server gave, once', async () => {
    const nonce = 'given-by-the-server-1';
    const off = () => json(401, { kind: 'clock_off', nonce });
    const { http, requests } = openHttp(off(), json(200, { fine: true }), off(), off());
    const signer = await newSigner();
    expect(await http.post('/x', {}, { signer, reply: REPLY })).toMatchObject({ ok: true });
    const second = requests[1]!.init.headers as Record<string, string>;
    expect(second['signature-input']).toContain(`nonce="${nonce}"`);
    expect(await http.post('/x', {}, { signer, reply: REPLY })).toMatchObject({
      error: { kind: 'refused', code: 'clock_off' },
    });
    expect(requests).toHaveLength(4);
  });
});
