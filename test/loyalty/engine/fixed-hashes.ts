// What every engine must say of the fixed history: the hash of the state after each of its events, or after every so many.
import { openLedger } from '#loyalty/engine/ledger.ts';
import { stateHash } from '#loyalty/engine/state-hash.ts';
import { fixedHistory, fixedProgrammes } from './fixed-history.ts';

export function fixedHashes(every = 1): readonly string[] {
  const ledger = openLedger(fixedProgrammes());
  return fixedHistory().flatMap((each, index) => {
    ledger.append(each);
    return (index + 1) % every === 0 ? [stateHash(ledger.state())] : [];
  });
}
