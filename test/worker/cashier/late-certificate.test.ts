// A till whose trust list has run out is handed its next certificate: the server hands it out once.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { pairedCounterTill, settle } from '../../support/counter.ts';
import { openTestServer, type TestServer } from '../../support/test-server.ts';
import { openLine } from '../../support/wallet-line.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

it('takes its next certificate once a fresh list comes, be the catalogue late by a sync', async () => {
  const line = openLine(server);
  const gate = { open: true };
  const till = await pairedCounterTill(server, 'copper-cup', {
    ...line,
    fetch: (url, init) =>
      !gate.open && url.endsWith(ROUTES.catalogue)
        ? Promise.resolve(new Response('{}', { status: 503 }))
        : line.fetch(url, init),
  });
  const untilMs = async () => (await till.stores.meta.get('enrolment'))!.certificateUntilMs;
  server.clock.advance(91 * 86_400_000);
  gate.open = false;
  await settle(till);
  expect(await untilMs()).toBeLessThan(server.clock.nowMs());
  gate.open = true;
  await settle(till);
  expect(await untilMs()).toBeGreaterThan(server.clock.nowMs());
  expect(await till.stores.meta.get('offeredCertificate')).toBeUndefined();
});
