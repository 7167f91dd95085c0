// The same bytes of state in Safari's engine as in Node; Chromium and Firefox are held to it by `test/browser`.
import { afterAll, describe, expect, test } from 'vitest';
import { fixedHashes } from '../loyalty/engine/fixed-hashes.ts';
import { bundledScript } from './bundle.ts';
import { openWebKit, type WebKitSession } from './webkit-session.ts';

const session = await openWebKit();

describe.skipIf(session === undefined)('WebKitGTK', () => {
  afterAll(() => session?.end());

  test('counts as Node does: the state after every tenth event of the fixed history', async () => {
    const { driver } = session as WebKitSession;
    const script = await bundledScript('test/webkit/state-hashes-script.ts');
    const hashes = await driver.executeScript(`${script}; return globalThis.stateHashes;`);
    expect(hashes).toEqual(fixedHashes(10));
  });
});
