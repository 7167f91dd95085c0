// Serves the apps of a server with one change: their databases do not wait for the disk. Proves that a power cut is seen.
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RelaxingProxy {
  readonly url: string;
  readonly end: () => Promise<void>;
}

/** As the build writes it, whatever the quotes. */
const STRICT = /(chromeTransactionDurability:\s*)(["'`])strict\2/g;

export async function openRelaxingProxy(port: number): Promise<RelaxingProxy> {
  const proxy = createServer((asked, answered) => pass(port, asked, answered));
  await new Promise<void>((done) => proxy.listen(0, done));
  return {
    url: `http://localhost:${(proxy.address() as AddressInfo).port}`,
    end: () =>
      new Promise((done) => {
        proxy.close(() => done());
        proxy.closeAllConnections();
      }),
  };
}

function pass(port: number, asked: IncomingMessage, answered: ServerResponse): void {
  // Compressed text could not be changed.
  const headers = { ...asked.headers, 'accept-encoding': 'identity' };
  const onward = request({ port, method: asked.method, path: asked.url, headers }, (answer) => {
    const isScript = String(answer.headers['content-type']).includes('javascript');
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => {
      const body = Buffer.concat(chunks);
      const sent = isScript ? Buffer.from(body.toString('utf8').replace(STRICT, '$1$2relaxed$2')) : body;
      const { 'content-length': _, 'transfer-encoding': __, ...kept } = answer.headers;
      answered.writeHead(answer.statusCode ?? 502, { ...kept, 'content-length': sent.length });
      answered.end(sent);
    });
  });
  onward.on('error', () => answered.destroy());
  asked.pipe(onward);
}
