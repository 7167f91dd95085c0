// While a push is being decided, its member links a phone, loses one, comes back by a code or is erased. Whichever comes
// first, every phone in use hears each thing once and all of them end up with the same; nobody who is gone hears anything.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Bytes, bytesFromBase64, bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { ROUTES } from '#api/routes.ts';
import { openAs } from '#protocol/open-message.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import { createPairingCode } from '#server/enrolment/pairing-code.ts';
import { admin } from '../support/admin.ts';
import { ledgerSums, staleBalances } from '../support/books.ts';
import { appoint, come, idOf, newRecovery, recover, sendLink, shutOut } from '../support/member-phones.ts';
import { type Journal, joinedWallet, journalOf, openTill, type Till, type Wallet } from '../support/shop.ts';
import { clientFor, newClient, type SignedClient } from '../support/signed-client.ts';
import { openSlowServer, type SlowServer } from '../support/slow-server.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';

// Some thirty races each, and the database may be far away.
vi.setConfig({ testTimeout: 300_000 });

let server: TestServer;
let slow: SlowServer;
beforeAll(async () => {
  server = await openTestServer();
  slow = openSlowServer(server);
});
afterAll(async () => {
  await slow.close();
  await server.close();
});

type Phone = SignedClient & Journal;

/** A pass of the conformance suite names its scope; by itself the suite runs both. */
const SCOPES = (['all', 'bucket'] as const).filter(
  (scope) => process.env['TX_SCOPE'] === undefined || process.env['TX_SCOPE'] === scope,
);

async function newPhone(): Promise<Phone> {
  const client = await newClient(server);
  return { ...client, ...journalOf(server, client) };
}

async function linkedPhone(owner: Wallet): Promise<Phone> {
  const phone = await newPhone();
  await sendLink(server, owner, phone);
  expect((await come(phone)).status).toBe(200);
  return phone;
}

type Records = readonly Awaited<ReturnType<Till['seal']>>[];

interface Sold {
  readonly owner: Wallet;
  readonly records: Records;
}

/** 150 beans, and for the first hundred a voucher: the push tells receipts, balances and places of vouchers. */
async function sale(till: Till): Promise<Sold> {
  const owner = await joinedWallet(server);
  server.clock.advance(2_000);
  const memberId = bytesFromHex(owner.memberId)!;
  const facts = { kind: 'purchase' as const, lines: [{ amountMinor: 15_000, category: 'food' }] };
  const receipt = await till.sell({ memberId, facts, totalMinor: 15_000 });
  return { owner, records: [await till.seal('earn', receipt)] };
}

function pushBy(till: Till) {
  return async ({ records }: { readonly records: Records }) => {
    expect((await till.decide(...records)).map(({ status }) => status)).toEqual(['accepted']);
  };
}

/** What a phone has heard in all: receipts one by one, and of what may come twice the last word. */
async function heardBy(phone: Journal) {
  const changes = await phone.changes();
  const receipts = changes.flatMap((each) => (each.kind === 'receipt' ? [each.cose] : []));
  const balance = changes.findLast((each) => each.kind === 'balance');
  const vouchers = changes.filter((each) => each.kind === 'voucher' || each.kind === 'voucher_place');
  return {
    receipts,
    beans: balance?.kind === 'balance' ? balance.qty : undefined,
    vouchers: vouchers.length,
  };
}

/** Which devices hold the forms of the member's vouchers that may be shown. */
async function holdersOf({ memberId }: Wallet): Promise<readonly string[]> {
  const rows = await server.db
    .selectFrom('credential')
    .innerJoin('voucher', (join) =>
      join.onRef('voucher.bucket', '=', 'credential.bucket').onRef('voucher.id', '=', 'credential.voucher'),
    )
    .select('credential.device')
    .where('voucher.member', '=', memberId)
    .execute();
  return rows.map(({ device }) => device);
}

describe.each(SCOPES)('with TX_SCOPE=%s, before any statement of a push', (scope) => {
  let till: Till;
  beforeAll(async () => {
    till = await openTill(slow.shop(scope));
  });

  test('a phone that is linked hears what the first one hears, once', () =>
    slow.atEveryStatement({
      prepare: async () => {
        const [sold, phone] = [await sale(till), await newPhone()];
        await sendLink(server, sold.owner, phone);
        return { ...sold, phone };
      },
      work: pushBy(till),
      meanwhile: ({ phone }) => come(phone),
      check: async ({ owner, phone }, at) => {
        const wanted = { receipts: [expect.any(String)], beans: 50, vouchers: 2 };
        expect(await heardBy(owner), `statement ${at}`).toEqual(wanted);
        expect(await heardBy(phone), `statement ${at}`).toEqual(wanted);
      },
    }));

  test('a phone that comes by the code hears what the first one hears, once', () =>
    slow.atEveryStatement({
      prepare: async () => {
        const [sold, phone, code] = [await sale(till), await newPhone(), await newRecovery()];
        await appoint(sold.owner, code);
        return { ...sold, phone, code };
      },
      work: pushBy(till),
      meanwhile: ({ phone, code }) => recover(phone, { recovery: code, keepOthers: true }),
      check: async ({ owner, phone }, at) => {
        const { receipts, beans } = await heardBy(owner);
        expect({ receipts, beans }).toEqual({ receipts: [expect.any(String)], beans: 50 });
        expect(await heardBy(phone), `statement ${at}`).toMatchObject({ receipts, beans });
      },
    }));

  test('no voucher goes to a phone that is shut out', () =>
    slow.atEveryStatement({
      prepare: async () => {
        const sold = await sale(till);
        const lost = await linkedPhone(sold.owner);
        return { ...sold, lost: await idOf(lost) };
      },
      work: pushBy(till),
      meanwhile: ({ owner, lost }) => shutOut(owner, lost),
      check: async ({ owner }, at) => {
        const own = await idOf(owner);
        expect(await holdersOf(owner), `statement ${at}`).toEqual([own, own]);
        expect(await heardBy(owner)).toMatchObject({ receipts: [expect.any(String)], beans: 50 });
      },
    }));

  test('of a member who is erased nothing is left', async () => {
    await slow.atEveryStatement({
      prepare: () => sale(till),
      work: pushBy(till),
      meanwhile: ({ owner }) => erase(owner),
      check: async ({ owner }, at) => expect(await leftOf(owner), `statement ${at}`).toEqual([]),
    });
    expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
    expect(await staleBalances(server.db)).toEqual([]);
  });

  test('of a member who is erased while the own phone tells, nothing is left', () =>
    slow.atEveryStatement({
      prepare: async () => {
        const { owner, records } = await sale(till);
        await till.decide(...records);
        const phone = {
          ...owner,
          ...journalOf(slow.shop(scope), clientFor(slow.shop(scope), owner.signer), 9),
        };
        const joins = await phone.seal('join', new TextEncoder().encode('green-grocer'));
        const unreadable = await phone.seal('earn', Uint8Array.of(1, 2, 3));
        return { owner, phone, told: [joins, unreadable] };
      },
      work: ({ phone, told }) => phone.push(told),
      meanwhile: ({ owner }) => erase(owner),
      check: async ({ owner }, at) => expect(await leftOf(owner), `statement ${at}`).toEqual([]),
    }));
});

describe.each(SCOPES)('with TX_SCOPE=%s, of a member whom the server has forgotten', (scope) => {
  let tills: readonly Till[];
  beforeAll(async () => {
    tills = [await openTill(slow.shop(scope)), await openTill(server)];
  });

  test('two tills tell at once, and both count', () =>
    slow.atEveryStatement({
      prepare: async () => {
        const memberId = random.bytes(8) as Bytes;
        const records = await Promise.all(
          tills.map(async (till) => till.seal('earn', await till.sell({ memberId }))),
        );
        return { memberId, records };
      },
      work: async ({ records }) => tills[0]!.decide(records[0]!),
      meanwhile: async ({ records }) => tills[1]!.decide(records[1]!),
      check: async ({ memberId, records }, at) => {
        const told = await Promise.all(tills.map(async (till, index) => till.decide(records[index]!)));
        const statuses = told.flat().map(({ status, code }) => [status, code]);
        expect(statuses, `statement ${at}`).toEqual(tills.map(() => ['accepted', undefined]));
        expect(await fileOf(hexFromBytes(memberId)), `statement ${at}`).toHaveLength(2);
      },
    }));

  test('a phone that comes back hears what a till tells at once', () =>
    slow.atEveryStatement({
      prepare: async () => {
        const forgotten = await forgottenPhone();
        const receipt = await tills[0]!.sell({ memberId: bytesFromHex(forgotten.memberId)! });
        return { ...forgotten, records: [await tills[0]!.seal('earn', receipt)] };
      },
      work: pushBy(tills[0]!),
      meanwhile: ({ again }) => again(),
      check: async ({ phone }, at) => {
        expect((await heardBy(phone)).receipts, `statement ${at}`).toHaveLength(1);
      },
    }));
});

/** Enrolled, and then forgotten with its member, as by a restore from an older backup; `again` enrols it as who it was. */
async function forgottenPhone() {
  const client = await newClient(server);
  const enrol = (more = {}) => {
    return client.post(ROUTES.devices, { v: 1, publicKey: client.publicKey, assurance: 1, ...more });
  };
  const { memberId, certificate } = (await enrol()).body;
  await server.db.deleteFrom('member_device').where('member', '=', String(memberId)).execute();
  await server.db.deleteFrom('device').where('owner', '=', String(memberId)).execute();
  await server.db.deleteFrom('member').where('id', '=', String(memberId)).execute();
  return {
    phone: journalOf(server, client),
    memberId: String(memberId),
    again: () => enrol({ certificate }),
  };
}

function fileOf(memberId: string) {
  return server.db.selectFrom('member_file').select('seq').where('member', '=', memberId).execute();
}

function erase({ memberId }: Wallet): Promise<unknown> {
  return admin(server, ['member', 'erase', memberId], { options: { reason: 'asked' } });
}

/** Tables that still know the member or the phone. */
async function leftOf(owner: Wallet): Promise<readonly string[]> {
  const { db } = server;
  const device = await idOf(owner);
  const { memberId } = owner;
  const found = {
    member: await db.selectFrom('member').select('id').where('id', '=', memberId).execute(),
    member_device: await db
      .selectFrom('member_device')
      .select('device')
      .where('member', '=', memberId)
      .execute(),
    member_event: await db.selectFrom('member_event').select('id').where('member', '=', memberId).execute(),
    member_file: await fileOf(memberId),
    credential: await db.selectFrom('credential').select('voucher').where('device', '=', device).execute(),
    device: await db.selectFrom('device').select('id').where('owner', '=', memberId).execute(),
    change: await db.selectFrom('change').select('seq').where('stream', '=', device).execute(),
    delivery: await db.selectFrom('delivery').select('id').where('device', '=', device).execute(),
    event: await recordsNaming(owner),
  };
  return Object.entries(found).flatMap(([table, rows]) => (rows.length === 0 ? [] : [table]));
}

/** By the member's id or the phone's key, whoever brought them. */
async function recordsNaming(owner: Wallet): Promise<readonly unknown[]> {
  const names = [Buffer.from(owner.memberId, 'hex'), Buffer.from(owner.signer.publicKey.subarray(1))];
  const rows = await server.db.selectFrom('event').select(['device', 'cose']).execute();
  const device = await idOf(owner);
  return rows.filter(
    (row) => (row.device === device && row.cose.length > 0) || names.some((name) => row.cose.includes(name)),
  );
}

/** Whoever asks the process that can be held up. */
async function slowPhone(): Promise<Phone> {
  const shop = slow.shop('all');
  const client = await newClient(shop);
  return { ...client, ...journalOf(shop, client) };
}

async function statusOf(phone: Journal): Promise<number> {
  return (await phone.push([])).status;
}

/** How many there are to hear for it. */
async function changesFor(phone: Phone): Promise<number> {
  const rows = await server.db
    .selectFrom('change')
    .select('seq')
    .where('stream', '=', await idOf(phone))
    .execute();
  return rows.length;
}

async function certifiedUntil(phone: SignedClient): Promise<number> {
  const row = await server.db
    .selectFrom('device')
    .select('certificate_until')
    .where('id', '=', await idOf(phone))
    .executeTakeFirstOrThrow();
  return row.certificate_until;
}

test('five phones at most, though two come at the same moment', () =>
  slow.atEveryStatement({
    prepare: async () => {
      const owner = await joinedWallet(server);
      for (let count = 2; count <= 4; count++) await linkedPhone(owner);
      const phones = [await slowPhone(), await newPhone()] as const;
      for (const phone of phones) await sendLink(server, owner, phone);
      return phones;
    },
    work: ([first]) => come(first),
    meanwhile: ([, second]) => come(second),
    check: async (phones, at) => {
      const statuses = await Promise.all(phones.map(statusOf));
      expect(statuses.toSorted(), `statement ${at}`).toEqual([200, 401]);
    },
  }));

test('the code of a member who is erased meanwhile brings nobody back', () =>
  slow.atEveryStatement({
    prepare: async () => {
      const [owner, code] = [await joinedWallet(server), await newRecovery()];
      await appoint(owner, code);
      return { owner, code, phone: await slowPhone() };
    },
    work: ({ phone, code }) => recover(phone, { recovery: code }),
    meanwhile: ({ owner }) => erase(owner),
    check: async ({ owner }, at) => expect(await leftOf(owner), `statement ${at}`).toEqual([]),
  }));

test('a code that is replaced meanwhile brings nobody back after that', () =>
  slow.atEveryStatement({
    prepare: async () => {
      const [owner, older, newer] = [await joinedWallet(server), await newRecovery(), await newRecovery()];
      await appoint(owner, older);
      return { owner, older, newer, phone: await slowPhone() };
    },
    work: ({ phone, older }) => recover(phone, { recovery: older }),
    meanwhile: ({ owner, newer }) => appoint(owner, newer),
    check: async ({ owner, phone, newer }, at) => {
      // By a code all others are shut out: whoever was shut out first has set no other code.
      const comes = (await statusOf(phone)) === 200;
      expect((await statusOf(owner)) === 200, `statement ${at}`).toBe(!comes);
      const third = await recover(await newPhone(), { recovery: newer });
      expect(third.status, `statement ${at}`).toBe(comes ? 409 : 200);
    },
  }));

test('of two phones that shut out each other, one stays', () =>
  slow.atEveryStatement({
    prepare: async () => {
      const owner = await joinedWallet(server);
      const phone = await slowPhone();
      await sendLink(server, owner, phone);
      expect((await come(phone)).status).toBe(200);
      return [{ ...phone, memberId: owner.memberId }, owner] as const;
    },
    work: async ([first, second]) => shutOut(first, await idOf(second)),
    meanwhile: async ([first, second]) => shutOut(second, await idOf(first)),
    check: async (phones, at) => {
      const statuses = await Promise.all(phones.map(statusOf));
      expect(statuses.toSorted(), `statement ${at}`).toEqual([200, 403]);
    },
  }));

test('a phone that is shut out meanwhile names no code after that', () =>
  slow.atEveryStatement({
    prepare: async () => {
      const [owner, phone, code] = [await joinedWallet(server), await slowPhone(), await newRecovery()];
      await sendLink(server, owner, phone);
      expect((await come(phone)).status).toBe(200);
      return { owner, phone: { ...phone, memberId: owner.memberId }, code };
    },
    work: ({ phone, code }) => appoint(phone, code),
    meanwhile: async ({ owner, phone }) => shutOut(owner, await idOf(phone)),
    check: async ({ owner }, at) => {
      const acts = (await owner.changes()).flatMap((change) => {
        if (change.kind === 'notice') return [change.notice];
        return change.kind === 'device' ? [change.act] : [];
      });
      expect(acts.at(-1), `statement ${at}`).toBe('revoked');
    },
  }));

test('a linked phone that comes twice at once is taken in once', () =>
  slow.atEveryStatement({
    prepare: async () => {
      const [owner, phone] = [await joinedWallet(server), await slowPhone()];
      await sendLink(server, owner, phone);
      return phone;
    },
    work: async (phone) => expect((await come(phone)).status).toBe(200),
    meanwhile: async ({ signer }) => expect((await come(clientFor(server, signer))).status).toBe(200),
    check: async (phone, at) => expect(await statusOf(phone), `statement ${at}`).toBe(200),
  }));

test('a phone that is shut out meanwhile is given no certificate after that', () =>
  slow.atEveryStatement({
    prepare: async () => {
      const [owner, phone] = [await joinedWallet(server), await slowPhone()];
      await sendLink(server, owner, phone);
      expect((await come(phone)).status).toBe(200);
      // Half of its life.
      server.clock.advance(8 * 86_400_000);
      return { owner, phone, heard: { atTheEnd: 0 } };
    },
    work: ({ phone }) => statusOf(phone),
    meanwhile: async ({ owner, phone, heard }) => {
      expect((await shutOut(owner, await idOf(phone))).status).toBe(200);
      heard.atTheEnd = await changesFor(phone);
    },
    check: async ({ phone, heard }, at) =>
      expect(await changesFor(phone), `statement ${at}`).toBe(heard.atTheEnd),
  }));

test('a linked phone that asks again and is shut out meanwhile is given no certificate after that', () =>
  slow.atEveryStatement({
    prepare: async () => {
      const [owner, phone] = [await joinedWallet(server), await slowPhone()];
      await sendLink(server, owner, phone);
      expect((await come(phone)).status).toBe(200);
      server.clock.advance(1_000);
      return { owner, phone, certified: { untilMs: 0 } };
    },
    work: ({ phone }) => come(phone),
    meanwhile: async ({ owner, phone, certified }) => {
      expect((await shutOut(owner, await idOf(phone))).status).toBe(200);
      certified.untilMs = await certifiedUntil(phone);
    },
    check: async ({ phone, certified }, at) =>
      expect(await certifiedUntil(phone), `statement ${at}`).toBe(certified.untilMs),
  }));

test('a till that pairs again while its limits change has them, or hears of them with its next sync', () =>
  slow.atEveryStatement({
    prepare: async () => {
      const till = await slowPhone();
      const merchant = await server.db.selectFrom('merchant').selectAll().limit(1).executeTakeFirstOrThrow();
      const pairingCode = await createPairingCode({ ...server, random }, { merchantId: merchant.id });
      const message = { v: 1, publicKey: till.publicKey, pairingCode, name: 'Till' };
      const pair = () => till.post(ROUTES.terminals, message);
      const { body } = await pair();
      return { till, pair, told: { reply: body }, named: [merchant.slug, String(body['tillNumber'])] };
    },
    work: async ({ till, pair, told }) => {
      expect(await statusOf(till)).toBe(200);
      told.reply = (await pair()).body;
    },
    meanwhile: ({ named }) => admin(server, ['terminal', 'limits', ...named], { options: { receipts: '7' } }),
    check: async ({ till, told }, at) => {
      const cose = bytesFromBase64(String(told.reply['certificate']))!;
      const opened = openAs(TERMINAL_CERTIFICATE, cose);
      const isTold = opened.ok && opened.value.value.sales?.receiptsPerDay === 7;
      const isDue = (await certifiedUntil(till)) <= server.clock.nowMs();
      expect(isTold || isDue, `statement ${at}`).toBe(true);
    },
  }));
