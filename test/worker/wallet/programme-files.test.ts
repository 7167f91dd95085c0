// Programmes from files and links in a whole wallet, with the keys and the trust list of a whole server.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64FromBytes, bytesFromHex } from '#base/bytes.ts';
import { LOCALES } from '#base/locale.ts';
import type { FileRefusal } from '#bridge/wallet-catalogue.ts';
import { MAX_TEXT_BYTES } from '#loyalty/programme/limits.ts';
import { parseProgrammeFile, type ProgrammeFile, sealedText } from '#loyalty/programme/programme-file.ts';
import { makeProgrammeSeal } from '#protocol/programme-seal.ts';
import { createSigner, generateSigningKey, type Signer } from '#protocol/signer.ts';
import { linkOf } from '#worker/wallet/programme-link.ts';
import { SAMPLE_FILE } from '../../support/sample-file.ts';
import { memberOf, openTill, type Wallet } from '../../support/shop.ts';
import { ORIGIN, openTestServer, type TestServer } from '../../support/test-server.ts';
import { good, openTestWallet, type TestWallet } from '../../support/test-wallet.ts';
import { joinedWallet, openLine, walletOn } from '../../support/wallet-line.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

const TEXT = JSON.stringify(SAMPLE_FILE);
const ID = SAMPLE_FILE.id;

async function syncedWallet(): Promise<TestWallet> {
  const wallet = openTestWallet(walletOn(server, openLine(server)));
  await wallet.api.syncNow();
  return wallet;
}

async function refusalOf(wallet: TestWallet, input: string): Promise<FileRefusal> {
  const read = await wallet.api.readProgrammeFile(input, 'en');
  if (read.ok) throw new Error('it was taken');
  const added = await wallet.api.addProgrammeFile(input);
  expect(added).toEqual(read);
  return read.error;
}

async function sealed(merchantSlug: string, signer?: Signer): Promise<ProgrammeFile> {
  const { id } = await server.db
    .selectFrom('merchant')
    .select('id')
    .where('slug', '=', merchantSlug)
    .executeTakeFirstOrThrow();
  const parsed = parseProgrammeFile(TEXT);
  if (!parsed.ok) throw new Error('refused');
  const file = { ...parsed.value, merchants: ['copper-cup'] };
  const content = { programmeId: ID, text: sealedText(file) };
  const order = { content, merchantId: bytesFromHex(id)!, issuedAtS: 1_772_000_000 };
  const seal = await makeProgrammeSeal(order, signer ?? (await server.keys.merchant(id)));
  return { ...file, seal: base64FromBytes(seal) };
}

describe('what cannot be added says why', () => {
  it.each([
    ['nothing at all', '', { kind: 'empty' }],
    [
      'a link to another place',
      'https://elsewhere.example/add#abc',
      { kind: 'link_elsewhere', host: 'elsewhere.example' },
    ],
    [
      'a link to another page of ours',
      `${ORIGIN}/catalogue`,
      { kind: 'link_elsewhere', host: 'tessera.test' },
    ],
    ['a link with other letters', `${ORIGIN}/add#***`, { kind: 'link_damaged' }],
    ['a link cut off', `${ORIGIN}/add#AAAA`, { kind: 'link_damaged' }],
    ['more than a programme may have', 'x'.repeat(MAX_TEXT_BYTES + 1), { kind: 'too_large' }],
    [
      'a programme of the catalogue',
      JSON.stringify({ ...SAMPLE_FILE, id: 'copper-cup' }),
      { kind: 'in_catalogue' },
    ],
    [
      'one that needs what is not here',
      JSON.stringify({ ...SAMPLE_FILE, needs: ['nowhere'] }),
      { kind: 'needs', programmes: ['nowhere'] },
    ],
  ])('%s', async (_, input, refusal) => {
    expect(await refusalOf(await syncedWallet(), input)).toEqual(refusal);
  });

  it('with the place, what was found and what was expected, for each problem', async () => {
    const refusal = await refusalOf(await syncedWallet(), '{"tessera":"programme","definition":{"id":"X"}}');
    expect(refusal.kind === 'problems' && refusal.problems).toContainEqual({
      path: '/definition/id',
      found: '"X"',
      expected: 'an id of the characters a-z 0-9 - _',
    });
  });

  it('a link that unpacks to more than a programme may have is not unpacked', async () => {
    const bomb = await linkOf(' '.repeat(8 * MAX_TEXT_BYTES), ORIGIN);
    expect(bomb.length).toBeLessThan(10_000);
    expect(await refusalOf(await syncedWallet(), bomb)).toEqual({ kind: 'too_large' });
  });
});

describe('an added programme', () => {
  it('is shown as unverified in every language, survives a restart, and can be removed', async () => {
    const wallet = await syncedWallet();
    expect(await wallet.api.addProgrammeFile(TEXT)).toEqual({ ok: true, value: ID });
    const { api } = wallet.restart();
    for (const locale of LOCALES) {
      const { offer } = good(await api.offer(ID, locale));
      expect(offer).toMatchObject({ joined: true, origin: { kind: 'unverified', why: 'no_seal' } });
      expect(offer.look).toMatchObject({ added: 'unverified', merchantName: 'Copper Cup' });
    }
    expect((await api.home('en')).added).toMatchObject([{ look: { programmeId: ID, added: 'unverified' } }]);
    good(await api.removeProgrammeFile(ID));
    expect((await api.home('en')).added).toEqual([]);
    expect((await api.catalogue('en')).offers).toHaveLength(28);
  });

  it('counts the same receipts apart from the others, and nothing of it is ever sent', async () => {
    const { wallet } = await joinedWallet(server);
    await wallet.api.syncNow();
    await wallet.api.addProgrammeFile(TEXT);
    const unsent = (await wallet.api.connection()).unsent;
    const till = await openTill(server);
    const memberId = (await wallet.stores.meta.get('enrolment'))!.memberId!;
    const receipt = await till.sell(memberOf({ memberId } as Wallet));
    await till.decide(await till.seal('earn', receipt));
    await wallet.api.syncNow();

    const home = await wallet.api.home('en');
    expect(home.programmes.map(({ look }) => look.programmeId)).toEqual(['copper-cup']);
    expect(home.added[0]!.balances).toMatchObject([{ unitId: 'stamp', qty: 1 }]);
    expect(good(await wallet.api.programme(ID, 'en')).balances).toMatchObject([{ qty: 1 }]);
    const entries = await wallet.api.activity('en');
    expect(entries.flatMap(({ looks }) => looks).map(({ programmeId }) => programmeId)).not.toContain(ID);
    expect(unsent).toBe(0);
    expect(await wallet.stores.memberships.get(ID)).toBeUndefined();
    const bodies = await server.db.selectFrom('member_event').select('body').execute();
    expect(JSON.stringify(bodies)).not.toContain(ID);
  });

  it('is what its link says: shared, read and added again it is the same programme', async () => {
    const wallet = await syncedWallet();
    const { link, text, fileName } = good(await wallet.api.shareProgramme('marriott-88'));
    expect([fileName, new URL(link).origin, new URL(link).search]).toEqual([
      'marriott-88.programme.json',
      ORIGIN,
      '',
    ]);
    expect(link.length).toBeLessThan(4_000);
    const renamed = JSON.parse(text.replaceAll('"marriott-88"', '"marriott-mine"')) as object;
    const mine = await linkOf(JSON.stringify(renamed), ORIGIN);
    expect(await wallet.api.addProgrammeFile(mine)).toEqual({ ok: true, value: 'marriott-mine' });
    const [own, original] = [
      good(await wallet.api.offer('marriott-mine', 'fa')),
      good(await wallet.api.offer('marriott-88', 'fa')),
    ];
    expect(own.needs.map(({ look }) => look.programmeId)).toEqual(['alibaba-88']);
    expect({ ...own, offer: 0, edition: 0 }).toEqual({ ...original, offer: 0, edition: 0 });
  });
});

describe('a sealed file', () => {
  const originIn = async (wallet: TestWallet, file: object) => {
    const read = await wallet.api.readProgrammeFile(JSON.stringify(file), 'en');
    return read.ok ? read.value.offer.origin : read.error;
  };

  it('is vouched for by the merchant whose key the trust list names', async () => {
    const wallet = await syncedWallet();
    const file = await sealed('copper-cup');
    expect(await originIn(wallet, file)).toEqual({ kind: 'verified', by: 'Copper Cup' });
    await wallet.api.addProgrammeFile(JSON.stringify(file));
    expect((await wallet.api.home('en')).added).toMatchObject([{ look: { added: 'verified' } }]);
  });

  it('stays unverified when a word of it was changed, or a stranger has sealed it', async () => {
    const wallet = await syncedWallet();
    const file = await sealed('copper-cup');
    const changed = { ...file, merchants: ['copper-cup', 'book-harbour'] };
    expect(await originIn(wallet, changed)).toEqual({ kind: 'unverified', why: 'false_seal' });
    const stranger = await createSigner(await generateSigningKey({ extractable: false }));
    const forged = await sealed('copper-cup', stranger);
    expect(await originIn(wallet, forged)).toEqual({ kind: 'unverified', why: 'false_seal' });
  });

  it('becomes verified with the trust list that names its merchant', async () => {
    const wallet = await syncedWallet();
    const id = 'ab'.repeat(8);
    const key = (await server.keys.makeMerchant(id)).publicKey;
    const newcomer = {
      id,
      slug: 'stone-oven',
      name: 'Stone Oven',
      currency_code: 'EUR',
      currency_exponent: 2,
      categories: '[]',
      root_key: Buffer.from(key),
    };
    const parsed = parseProgrammeFile(TEXT);
    if (!parsed.ok) throw new Error('refused');
    const content = { programmeId: ID, text: sealedText(parsed.value) };
    const order = { content, merchantId: bytesFromHex(id)!, issuedAtS: 1_772_000_000 };
    const seal = base64FromBytes(await makeProgrammeSeal(order, await server.keys.merchant(id)));
    await wallet.api.addProgrammeFile(JSON.stringify({ ...parsed.value, seal }));
    const standing = async () => (await wallet.api.home('en')).added[0]!.look.added;
    expect(await standing()).toBe('unverified');

    await server.db.insertInto('merchant').values(newcomer).execute();
    server.clock.advance(3_600_000);
    await wallet.api.syncNow();
    expect(await standing()).toBe('verified');
  });
});

describe('joining and hiding', () => {
  it('a programme that reads another joins that as well, offline after the first contact', async () => {
    const { wallet, line } = await joinedWallet(server);
    line.state = 'down';
    good(await wallet.api.join('marriott-88'));
    const joined = (await wallet.stores.memberships.all()).map(({ programmeId }) => programmeId);
    expect(joined.toSorted()).toEqual(['alibaba-88', 'copper-cup', 'marriott-88']);
    expect(good(await wallet.api.offer('marriott-88', 'en')).needs).toMatchObject([{ joined: true }]);
    line.state = 'up';
    expect(await wallet.api.syncNow()).toMatchObject({ unsent: 0 });
    const ids = (await wallet.api.home('en')).programmes.map(({ look }) => look.programmeId);
    expect(ids).toEqual(['copper-cup', 'alibaba-88', 'marriott-88']);
  });

  it('a hidden programme keeps everything and comes back', async () => {
    const { wallet } = await joinedWallet(server);
    const before = await wallet.api.home('en');
    good(await wallet.api.hideProgramme('copper-cup', true));
    expect((await wallet.api.home('en')).programmes).toEqual([]);
    expect(good(await wallet.api.offer('copper-cup', 'en')).offer).toMatchObject({
      joined: true,
      hidden: true,
    });
    expect(await wallet.stores.memberships.get('copper-cup')).toBeDefined();
    good(await wallet.api.hideProgramme('copper-cup', false));
    expect((await wallet.api.home('en')).programmes).toEqual(before.programmes);
  });
});
