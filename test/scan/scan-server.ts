import { type Server, createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'vite';

const PAGE = `<!doctype html><meta charset="utf-8"><title>scan</title>
<video></video><input id="name"><input id="secret" type="password">
<script type="module" src="/test/scan/scan-page.ts"></script>`;

export interface ScanServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the scan room from its sources, on a free port of this machine. */
export async function serveScanPage(): Promise<ScanServer> {
  const vite = await createServer({
    configFile: false,
    cacheDir: 'node_modules/.vite/scan-page',
    appType: 'custom',
    logLevel: 'warn',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    // Found late, behind dynamic imports, they would make Vite reload the page in the middle of a test.
    optimizeDeps: { entries: [], include: ['@zxing/browser', '@zxing/library', 'zxing-wasm/reader'] },
  });
  const http = createHttpServer((request, response) => {
    if (request.url !== '/') return vite.middlewares(request, response);
    response.setHeader('content-type', 'text/html');
    response.end(PAGE);
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  return {
    url: `http://localhost:${(http.address() as AddressInfo).port}/`,
    async close() {
      await vite.close();
      await closed(http);
    },
  };
}

function closed(http: Server): Promise<void> {
  http.closeAllConnections();
  return new Promise((done) => http.close(() => done()));
}
