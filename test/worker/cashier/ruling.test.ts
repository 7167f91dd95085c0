// What a till tells of a record that the server decided against: each side's clock, and a proof that anybody can check.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openExport } from '#protocol/ledger-export.ts';
import { verifyExport } from '#server/verify-export/verify-export.ts';
import type { TillRecord } from '#bridge/till-record.ts';
import { type CounterTill, pairedCounterTill, settle } from '../../support/counter.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { good } from '../../support/test-wallet.ts';
import { joinedWallet } from '../../support/wallet-line.ts';
import { recordsOf } from '../../support/till-expectations.ts';

const SALE = { lines: [{ amountMinor: 1_000, category: 'coffee' }] };

let server: TestServer;
let early: CounterTill;
let late: CounterTill;
let counted: TillRecord;
let refused: TillRecord;

beforeAll(async () => {
  server = await openTestServer();
  [early, late] = [
    await pairedCounterTill(server, 'copper-cup'),
    await pairedCounterTill(server, 'copper-cup'),
  ];
  const { wallet } = await joinedWallet(server);
  await wallet.api.syncNow();
  const [voucher] = await wallet.api.vouchers('en');
  const { text } = good(await wallet.api.present(voucher!.key, 'en')).code;
  for (const till of [early, late]) {
    // The phone's clock and the till's are some seconds apart on the counter.
    server.clock.advance(5_000);
    const reading = good(await till.api.readCode(text, SALE));
    if (reading.kind !== 'voucher') throw new Error(`read as ${reading.kind}`);
    good(await till.api.redeem(reading.readingId, SALE));
  }
  server.clock.advance(3_600_000);
  for (const till of [early, late]) await settle(till);
  [[counted], [refused]] = [await recordsOf(early, 1), await recordsOf(late, 1)] as [
    [TillRecord],
    [TillRecord],
  ];
});
afterAll(() => server.close());

describe('a voucher that another till had taken first', () => {
  it('is a conflict with the clocks of the phone, the till and the server', async () => {
    expect(refused).toMatchObject({ state: 'conflict', reason: { kind: 'voucher_spent' } });
    const { clocks } = good(await late.api.record(refused.id));
    expect(clocks?.map(({ side }) => side)).toEqual(['phone', 'till', 'server']);
    const [phone, till, decided] = clocks!.map(({ atMs }) => atMs);
    expect(till! - phone!).toBeGreaterThanOrEqual(9_000);
    expect(till! - phone!).toBeLessThanOrEqual(11_000);
    expect(decided! - till!).toBe(3_600_000);
  });

  it('gives out both sides’ statements and the decision, which anybody can check', async () => {
    const { name, bytes } = good(await late.api.exportProof(refused.id));
    expect(name).toMatch(/^tessera-evidence-\d+\.tessera$/);
    const serverKey = server.keys.server.publicKey;
    const { findings } = await verifyExport(bytes, serverKey);
    expect(findings.filter(({ fault }) => fault !== undefined)).toEqual([]);
    const opened = openExport(bytes);
    if (!opened.ok) throw new Error(opened.error.fault);
    const { kind, receipts, presentations, records } = opened.value.contents;
    expect([kind, receipts.length, presentations.length, records.length]).toEqual(['evidence', 1, 1, 1]);
    expect(records[0]).toMatchObject({ status: 'conflict', code: 'voucher_spent' });
  });

  it('says nothing of a ruling where the record counts, and still proves it', async () => {
    expect(counted).toMatchObject({ state: 'accepted' });
    expect(good(await early.api.record(counted.id))).not.toHaveProperty('clocks');
    const { findings } = await verifyExport(good(await early.api.exportProof(counted.id)).bytes);
    expect(findings.filter(({ fault }) => fault !== undefined)).toEqual([]);
  });

  it('knows nothing of a record of another till', async () => {
    expect(await early.api.exportProof(refused.id)).toMatchObject({ error: { kind: 'record_unknown' } });
  });
});
