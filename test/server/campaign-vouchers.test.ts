// Vouchers that an operator's campaign gave: no event brings them forth again, so a new phone gets them by what was signed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { base64FromBytes, bytesFromBase64, hexFromBytes, type Bytes } from '#base/bytes.ts';
import { openAs } from '#protocol/open-message.ts';
import { VOUCHER } from '#protocol/voucher.ts';
import { admin } from '../support/admin.ts';
import {
  appoint,
  idOf,
  linkedPhone,
  type MemberPhone,
  moveVoucher,
  newRecovery,
  recoveredPhone,
  shutOut,
} from '../support/member-phones.ts';
import { joinedWallet, journalOf, openTill, present, type Till } from '../support/shop.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let till: Till;
let campaigns = 0;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
});
afterAll(() => server.close());

async function runCampaign(options: { readonly name: string; readonly until?: string }): Promise<number> {
  const { code, printed, explained } = await admin(
    server,
    ['voucher', 'campaign', 'copper-cup', 'five-off'],
    {
      options,
    },
  );
  if (code !== 0) throw new Error(explained);
  return Number(printed);
}

function termsOf(cose: Bytes) {
  const opened = openAs(VOUCHER, cose);
  if (!opened.ok) throw new Error(opened.error.kind);
  const { holderKey, statusIndex, ...terms } = opened.value.value;
  return { terms, holder: base64FromBytes(holderKey), statusIndex, id: hexFromBytes(terms.voucherId) };
}

/** The forms that a phone was ever given, the newest of each voucher. */
async function formsOn(phone: MemberPhone): Promise<ReadonlyMap<string, Bytes>> {
  const changes = await journalOf(server, phone).changes();
  const forms = changes.flatMap((change) =>
    change.kind === 'voucher' ? [bytesFromBase64(change.cose)!] : [],
  );
  return new Map(forms.map((cose) => [termsOf(cose).id, cose]));
}

/** A member with a recovery code whose only phone holds a voucher of a campaign. */
async function memberWithVoucher(until?: string) {
  const wallet = await joinedWallet(server);
  const welcome = termsOf(wallet.voucher).id;
  const recovery = await newRecovery();
  await appoint(wallet, recovery);
  const name = `campaign-${(campaigns += 1)}`;
  expect(await runCampaign({ name, ...(until === undefined ? {} : { until }) })).toBeGreaterThan(0);
  const [given] = [...(await formsOn(wallet))].filter(([id]) => id !== welcome);
  const [voucher, cose] = given!;
  return { wallet, voucher, cose, recovery, name, welcome };
}

async function redeem(phone: MemberPhone, cose: Bytes) {
  server.clock.advance(2_000);
  const shown = await present(server, phone, cose, till.merchantId);
  return till.decide(await till.seal('redeem', shown, await till.redeem(shown, 500)));
}

/** Whether a till with the newest status list refuses this form. */
async function isRefused(cose: Bytes): Promise<boolean> {
  const row = await server.db
    .selectFrom('status_mark')
    .select('revoked_at')
    .where('place', '=', termsOf(cose).statusIndex!)
    .executeTakeFirstOrThrow();
  return row.revoked_at !== null;
}

async function expectHandedOn(phone: MemberPhone, voucher: string, former: Bytes): Promise<void> {
  const cose = (await formsOn(phone)).get(voucher);
  expect(cose).toBeDefined();
  const { terms, holder } = termsOf(cose!);
  expect({ terms, holder }).toEqual({ terms: termsOf(former).terms, holder: phone.publicKey });
  expect([await isRefused(former), await isRefused(cose!)]).toEqual([true, false]);
  expect(await redeem(phone, cose!)).toMatchObject([{ status: 'accepted' }]);
}

describe('a voucher of a campaign', () => {
  test('is moved to another phone of the member with all that was promised, and back', async () => {
    const { wallet, voucher, cose } = await memberWithVoucher('2026-09-01');
    const tablet = await linkedPhone(server, wallet);
    expect(await moveVoucher(wallet, { voucher, to: tablet })).toMatchObject({ status: 200 });
    expect(await moveVoucher(wallet, { voucher, to: tablet })).toMatchObject({ status: 200 });
    expect(await moveVoucher(tablet, { voucher, to: wallet })).toMatchObject({ status: 200 });
    const places = (await journalOf(server, tablet).changes()).filter(({ kind }) => kind === 'voucher_place');
    expect(places.at(-1)).toMatchObject({ voucher, device: await idOf(wallet) });
    await expectHandedOn(wallet, voucher, cose);
  });

  test('keeps the terms it was given with when the programme has others since', async () => {
    const { wallet, voucher, cose } = await memberWithVoucher();
    const tablet = await linkedPhone(server, wallet);
    const programme = () => server.db.selectFrom('programme').where('id', '=', 'copper-cup');
    const { definition } = await programme().select('definition').executeTakeFirstOrThrow();
    const publish = async (text: string) => {
      await server.db
        .updateTable('programme')
        .set({ definition: text })
        .where('id', '=', 'copper-cup')
        .execute();
      server.clock.advance(11_000);
    };
    const text = JSON.stringify(definition);
    await publish(text.replace('"fix":500', '"fix":300'));
    expect((await moveVoucher(wallet, { voucher, to: tablet })).status).toBe(200);
    await publish(text);
    expect(termsOf(cose).terms.value).toBe(500);
    await expectHandedOn(tablet, voucher, cose);
  });

  test('comes to the phone that shuts the other one out', async () => {
    const { wallet, voucher, cose } = await memberWithVoucher();
    const tablet = await linkedPhone(server, wallet);
    expect((await shutOut(tablet, await idOf(wallet))).status).toBe(200);
    await expectHandedOn(tablet, voucher, cose);
  });

  test('comes to the heir when the operator revokes the phone, and nobody is given it twice', async () => {
    const { wallet, voucher, cose, name } = await memberWithVoucher();
    const tablet = await linkedPhone(server, wallet);
    expect(await admin(server, ['device', 'revoke', await idOf(wallet)])).toMatchObject({ code: 0 });
    expect(await runCampaign({ name })).toBe(0);
    await expectHandedOn(tablet, voucher, cose);
  });

  test('that an earlier version lost with its phone is given by the campaign run again', async () => {
    const { wallet, voucher, cose, name } = await memberWithVoucher();
    const tablet = await linkedPhone(server, wallet);
    await server.db.deleteFrom('credential').where('voucher', '=', voucher).execute();
    await shutOut(tablet, await idOf(wallet));
    expect((await formsOn(tablet)).has(voucher)).toBe(false);
    expect(await runCampaign({ name })).toBe(1);
    const again = (await formsOn(tablet)).get(voucher)!;
    expect(termsOf(again).terms.value).toBe(termsOf(cose).terms.value);
    expect(await redeem(tablet, again)).toMatchObject([{ status: 'accepted' }]);
  });

  test('waits for the recovery of a member who has no phone in use', async () => {
    const { wallet, voucher, cose, recovery } = await memberWithVoucher('2026-09-01');
    await admin(server, ['device', 'revoke', await idOf(wallet)]);
    const phone = await recoveredPhone(server, wallet, { recovery });
    const second = await recoveredPhone(server, phone, { recovery });
    expect(await isRefused((await formsOn(second)).get(voucher)!)).toBe(false);
    await expectHandedOn(second, voucher, cose);
  });

  test('comes back with a recovery', async () => {
    const { wallet, voucher, cose, recovery, welcome } = await memberWithVoucher();
    const phone = await recoveredPhone(server, wallet, { recovery });
    expect([...(await formsOn(phone)).keys()].toSorted()).toEqual([voucher, welcome].toSorted());
    await expectHandedOn(phone, voucher, cose);
  });

  test('is in the snapshot of a phone that was long away, and its place in that of another', async () => {
    const { wallet, voucher } = await memberWithVoucher();
    const tablet = await linkedPhone(server, wallet);
    expect((await moveVoucher(wallet, { voucher, to: tablet })).status).toBe(200);
    const { serverEpoch } = server.state;
    const snapshotOf = async (phone: MemberPhone) => {
      const { body } = await journalOf(server, phone).push([], { serverEpoch, cursor: 1_000_000 });
      return (body['snapshot'] as { readonly changes: readonly object[] }).changes;
    };
    const form = (await formsOn(tablet)).get(voucher)!;
    expect(await snapshotOf(tablet)).toContainEqual({ kind: 'voucher', cose: base64FromBytes(form) });
    expect(await snapshotOf(wallet)).toContainEqual(
      expect.objectContaining({ kind: 'voucher_place', voucher, device: await idOf(tablet) }),
    );
  });

  test('leaves nothing of an erased member, not even what it was for', async () => {
    const { wallet, voucher } = await memberWithVoucher();
    await admin(server, ['device', 'revoke', await idOf(wallet)]);
    await admin(server, ['member', 'erase', wallet.memberId], { options: { reason: 'asked for it' } });
    const row = await server.db
      .selectFrom('voucher')
      .select('terms')
      .where('id', '=', voucher)
      .executeTakeFirstOrThrow();
    expect(row.terms).toBeNull();
  });
});

describe('on no new phone comes back', () => {
  const OVER = {
    'a used one': ({ wallet, cose }: Awaited<ReturnType<typeof memberWithVoucher>>) => redeem(wallet, cose),
    'a withdrawn one': ({ voucher }: Awaited<ReturnType<typeof memberWithVoucher>>) =>
      admin(server, ['voucher', 'revoke', voucher]),
    'an expired one': async () => server.clock.advance(3 * DAY_MS),
  };

  test.each(Object.keys(OVER) as (keyof typeof OVER)[])('%s', async (kind) => {
    const until = new Date(server.clock.nowMs() + 2 * DAY_MS).toISOString().slice(0, 10);
    const member = await memberWithVoucher(until);
    const { wallet, voucher, recovery } = member;
    const tablet = await linkedPhone(server, wallet);
    await OVER[kind](member);
    expect(await moveVoucher(wallet, { voucher, to: tablet })).toMatchObject({
      status: 409,
      body: { kind: 'voucher_spent' },
    });
    expect((await shutOut(tablet, await idOf(wallet))).status).toBe(200);
    expect((await formsOn(tablet)).has(voucher)).toBe(false);
    const phone = await recoveredPhone(server, tablet, { recovery });
    expect((await formsOn(phone)).has(voucher)).toBe(false);
    const again = await recoveredPhone(server, phone, { recovery });
    expect((await formsOn(again)).has(voucher)).toBe(false);
  });

  test('one that was withdrawn while no phone had it', async () => {
    const { wallet, voucher, recovery } = await memberWithVoucher();
    await admin(server, ['device', 'revoke', await idOf(wallet)]);
    expect(await admin(server, ['voucher', 'revoke', voucher])).toMatchObject({ code: 0 });
    expect(await admin(server, ['voucher', 'revoke', voucher])).toMatchObject({ code: 1 });
    const phone = await recoveredPhone(server, wallet, { recovery });
    expect((await formsOn(phone)).has(voucher)).toBe(false);
  });
});
