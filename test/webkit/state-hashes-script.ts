// Runs inside WebKit as one script: what it says is compared with what Node says.
import { fixedHashes } from '../loyalty/engine/fixed-hashes.ts';

declare global {
  var stateHashes: readonly string[] | undefined;
}

globalThis.stateHashes = fixedHashes(10);
