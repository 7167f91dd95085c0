// Two tabs over one storage, and the member is erased: one of them begins anew, and the other knows the former key still.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { admin } from '../../support/admin.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { good, openTestWallet } from '../../support/test-wallet.ts';
import { joinedWallet, walletOn } from '../../support/wallet-line.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

/** The first tab has begun anew as `begun`; what the second has read is old enough to be read again. */
async function twoTabs() {
  const { wallet: first, line } = await joinedWallet(server);
  await first.api.syncNow();
  const second = openTestWallet({ ...walletOn(server, line), name: first.db.name });
  await second.api.syncNow();
  good(await second.api.pass());
  const { memberId: erased } = (await first.stores.meta.get('enrolment'))!;
  const words = ['member', 'erase', erased!];
  expect(await admin(server, words, { options: { reason: 'asked' } })).toMatchObject({ code: 0 });
  await first.api.syncNow();
  const begun = (await first.stores.meta.get('enrolment'))?.memberId;
  expect(begun).not.toBe(erased);
  server.clock.advance(2_000);
  return { first, second, line, begun };
}

it('the new member is the one of both, and keeps what is theirs', async () => {
  const { first, second, begun } = await twoTabs();
  good(await first.api.join('copper-cup'));
  expect(await first.api.syncNow()).toMatchObject({ unsent: 0 });
  await second.api.syncNow();
  await second.api.syncNow();
  expect((await first.stores.meta.get('enrolment'))?.memberId).toBe(begun);
  expect(await first.stores.memberships.all()).toHaveLength(1);
});

it('what the second says is said with the new key', async () => {
  const { first, second, line } = await twoTabs();
  line.state = 'down';
  good(await second.api.join('copper-cup'));
  line.state = 'up';
  await first.api.syncNow();
  const [row] = await first.stores.outbox.all();
  const decisions = await first.stores.decisions.get([row!.id]);
  expect(decisions.get(row!.id)).toMatchObject({ status: 'accepted' });
});
