// The public vectors in Safari's engine; Chromium and Firefox are held to them by `test/browser`.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { readVectors } from '../protocol/vectors/read-vectors.ts';
import { RIGHT_REPORT } from '../protocol/vectors/report.ts';
import { bundledScript } from './bundle.ts';
import { openWebKit, type WebKitSession } from './webkit-session.ts';

const vectors = readVectors();
const session = vectors === undefined ? undefined : await openWebKit();
/** WebCrypto asks for a page of localhost or of https. */
const page = createServer((_request, response) => response.end('<!doctype html><title>vectors</title>'));

/** WebKitGTK derives nothing from an empty password (libgcrypt refuses it); a backup's passphrase is never empty. */
const WEBKIT_REPORT = { ...RIGHT_REPORT, 'Wycheproof PBKDF2': { checked: 60, wrong: [51] } };

describe.skipIf(session === undefined)('WebKitGTK', () => {
  afterAll(async () => {
    await session?.end();
    page.close();
  });

  test('agrees with every public vector but the one with an empty password', async () => {
    const { driver } = session as WebKitSession;
    await new Promise<void>((done) => page.listen(0, '127.0.0.1', done));
    await driver.get(`http://localhost:${(page.address() as AddressInfo).port}/`);
    const script = await bundledScript('test/webkit/vectors-script.ts');
    const report = await driver.executeAsyncScript(
      `const [vectors, done] = arguments; ${script};
      globalThis.vectorReport(vectors).then(done, (error) => done(String(error)));`,
      vectors,
    );
    expect(report).toEqual(WEBKIT_REPORT);
  });
});
