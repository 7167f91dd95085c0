// The regression test across engines (src/loyalty/README.md, "Determinism"): the state after each of 150 events, as
// recorded, in Node and in browsers.
import { expect, test } from 'vitest';
import { sha256HexOfText } from '#base/sha256.ts';
import { openLedger } from '#loyalty/engine/ledger.ts';
import { stateHash } from '#loyalty/engine/state-hash.ts';
import { fixedHashes } from './fixed-hashes.ts';
import { fixedHistory, fixedProgrammes } from './fixed-history.ts';

/** Changes only when the meaning or the shape of the state does; then it is recorded anew from what the test prints. */
const RECORDED = '935dbe6a02fd0edd8a30242ca492912a3965b66e4b66e7f725db844e2cee55b4';

test('the hash of the hashes after each event is the recorded one', () => {
  const hashes = fixedHashes();
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(sha256HexOfText(hashes.join('\n'))).toBe(RECORDED);
});

test('the hash tells any two states apart', () => {
  const ledger = openLedger(fixedProgrammes());
  for (const each of fixedHistory(20)) ledger.append(each);
  const before = stateHash(ledger.state());
  ledger.state().members.get('m1')!.attributes.set('birthday', '1990-05-15');
  expect(stateHash(ledger.state())).not.toBe(before);
});
