// A ledger that a real wallet exported after real sales, checked as anybody can check it.
import 'fake-indexeddb/auto';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { bytesFromCode, codeFromBytes } from '#protocol/code.ts';
import { openExport, sealExport } from '#protocol/ledger-export.ts';
import { createSigner, generateSigningKey } from '#protocol/signer.ts';
import { balanceFindings } from '#server/verify-export/balances.ts';
import { verifyExport } from '#server/verify-export/verify-export.ts';
import { type Till, openTill } from '../support/shop.ts';
import { type TestServer, openTestServer } from '../support/test-server.ts';
import { good, type TestWallet } from '../support/test-wallet.ts';
import { joinedWallet } from '../support/wallet-line.ts';

let server: TestServer;
let till: Till;
let wallet: TestWallet;
let file: Bytes;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
  ({ wallet } = await joinedWallet(server));
  await wallet.api.syncNow();
  const memberId = bytesFromHex((await wallet.stores.meta.get('enrolment'))!.memberId!)!;
  good(await wallet.api.readCode(codeFromBytes(await till.sell({ memberId })), 'en'));
  const [voucher] = await wallet.api.vouchers('en');
  const { text } = good(await wallet.api.present(voucher!.key, 'en')).code;
  const presented = bytesFromCode(text);
  if (!presented.ok) throw new Error('a presentation is a code');
  good(await wallet.api.readCode(codeFromBytes(await till.redeem(presented.value)), 'en'));
  await wallet.api.syncNow();
  ({ bytes: file } = good(await wallet.api.exportLedger()));
});
afterAll(() => server.close());

async function faultsOf(bytes: Bytes, serverKey?: Bytes): Promise<readonly string[]> {
  const { findings } = await verifyExport(bytes, serverKey);
  return findings.flatMap(({ what, fault }) => (fault === undefined ? [] : [`${what}: ${fault}`]));
}

describe('an exported ledger', () => {
  it('holds: every signature, the chain of the journal, and the balances by the rules', async () => {
    const serverKey = (await wallet.stores.meta.get('serverKey'))!;
    const { findings } = await verifyExport(file, serverKey);
    expect(findings.filter(({ fault }) => fault !== undefined)).toEqual([]);
    const texts = findings.map(({ what }) => what).join('\n');
    for (const part of [
      'trust list',
      'receipt 2',
      'voucher 1',
      'presentation 1',
      'journal record 3',
      'balance of copper-cup',
    ])
      expect(texts).toContain(part);
  });

  it('shows any byte that was altered, anywhere', async () => {
    for (let index = 0; index < file.length; index += index < 64 || index > file.length - 80 ? 1 : 97) {
      const altered = file.slice();
      altered[index]! ^= 1 << (index % 8);
      expect(await faultsOf(altered), `byte ${index}`).not.toEqual([]);
    }
  });

  it('shows another server’s key, and a seal by a stranger', async () => {
    const stranger = await createSigner(await generateSigningKey({ extractable: false }));
    expect((await faultsOf(file, stranger.publicKey)).length).toBeGreaterThan(3);
    const opened = openExport(file);
    if (!opened.ok) throw new Error(opened.error.fault);
    const resealed = await sealExport(opened.value.contents, stranger);
    expect(await faultsOf(resealed)).toEqual(['seal of the device over the whole file: bad_signature']);
  });

  it('shows a balance that does not follow, a record left out, and a receipt twice', async () => {
    const opened = openExport(file);
    if (!opened.ok) throw new Error(opened.error.fault);
    const { contents } = opened.value;
    const signer = { publicKey: contents.serverKey, sign: async () => new Uint8Array(64) as Bytes };
    const faultsAfter = async (change: Partial<typeof contents>) =>
      (await faultsOf(await sealExport({ ...contents, ...change }, signer))).join('\n');
    const [balance, ...rest] = contents.balances;
    expect(await faultsAfter({ balances: [{ ...balance!, qty: balance!.qty + 1 }, ...rest] })).toMatch(
      /the file says \d+, the statements give \d+/,
    );
    expect(await faultsAfter({ records: contents.records.toSpliced(1, 1) })).toContain('a record is missing');
    expect(await faultsAfter({ receipts: [...contents.receipts, contents.receipts[0]!] })).toContain(
      'twice in the file',
    );
    expect(await faultsAfter({ receipts: contents.receipts.slice(1) })).toContain('the statements give');
  });

  it('counts what a programme gives on the birthday that the member told', async () => {
    const opened = openExport(file);
    if (!opened.ok) throw new Error(opened.error.fault);
    const { contents } = opened.value;
    const [joinedAtMs, toldAtMs, madeAtMs] = [1, 2, 20].map((day) => Date.UTC(2026, 4, day));
    const definition = {
      id: 'cake',
      tz: 'UTC',
      currency: { code: 'EUR', exp: 2 },
      units: [{ id: 'slice', scale: 0 }],
      rules: [{ id: 'day', tick: { anniv: 'birthday' }, do: [{ earn: { to: 'slice', flat: 7 } }] }],
    };
    const said = JSON.stringify({ kind: 'profile', attribute: 'birthday', value: '--05-15' });
    const findings = await balanceFindings(
      {
        ...contents,
        madeAtMs: madeAtMs!,
        receipts: [],
        joins: [{ programmeId: 'cake', recordId: 'joined', joinedAtMs: joinedAtMs! }],
        statements: [{ programmeId: 'cake', recordId: 'told', occurredAtMs: toldAtMs!, said }],
        programmes: [JSON.stringify({ definition, merchants: [] })],
        balances: [{ programmeId: 'cake', unitId: 'slice', qty: 7 }],
      },
      { trustList: undefined, serverKey: contents.serverKey },
    );
    expect(findings.map(({ fault }) => fault)).toEqual([undefined]);
  });

  it('is judged by the command, with its exit code', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-export-'));
    try {
      const path = join(folder, 'ledger.tessera');
      writeFileSync(path, file);
      const key = hexFromBytes((await wallet.stores.meta.get('serverKey'))!);
      const run = () =>
        execFileSync(process.execPath, ['src/server/verify-export/main.ts', path, '--server-key', key], {
          encoding: 'utf8',
        });
      expect(run()).toMatch(/ passed, 0 failed\n$/);
      writeFileSync(path, file.with(file.length - 1, file.at(-1)! ^ 1));
      expect(run).toThrow(/FAIL|status 1|Command failed/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says how it is called to whoever misspells an option', () => {
    const run = spawnSync(
      process.execPath,
      ['src/server/verify-export/main.ts', 'any', '--server-kye', '00'],
      {
        encoding: 'utf8',
      },
    );
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toMatch(/'--server-kye'[\s\S]*\nusage: /);
    expect(run.stderr).not.toContain('    at ');
  });
});
