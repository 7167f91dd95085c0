// A line to the server on which the next version of the apps comes out: its page says which version it is, and its service
// worker has another byte and another revision of that page, as after a build.
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Releases {
  readonly url: string;
  /** From now on the apps are of this version. */
  release(version: string): void;
  end(): Promise<void>;
}

const PAGE = /^\/(cashier\/)?(index\.html)?([?#].*)?$/;
const SEALED_PAGE = /"integrity":"[^"]+","revision":"[0-9a-f]+"(,"url":"index\.html")/;
const WORKER = /^\/(cashier\/)?sw\.js$/;

/** The page of a released version has `<meta name="release" content="VERSION">`. */
export async function createReleases(serverPort: number): Promise<Releases> {
  let version: string | undefined;
  const proxy = createServer((asked, answer) => {
    const path = asked.url ?? '/';
    const rewrite =
      version === undefined || !(PAGE.test(path) || WORKER.test(path)) ? undefined : rewriting(path, version);
    forward(asked, answer, { serverPort, rewrite });
  });
  const url = `http://localhost:${await listen(proxy)}`;
  return {
    url,
    release: (next) => void (version = next),
    end: async () => {
      proxy.closeAllConnections();
      await new Promise((done) => proxy.close(done));
    },
  };
}

function rewriting(path: string, version: string): (content: string) => string {
  return WORKER.test(path)
    ? (content) => `${content.replace(SEALED_PAGE, `"revision":"${version}"$1`)}\n// ${version}`
    : (content) => content.replace('<head>', `<head><meta name="release" content="${version}">`);
}

interface Forwarding {
  readonly serverPort: number;
  readonly rewrite: ((content: string) => string) | undefined;
}

function forward(asked: IncomingMessage, answer: ServerResponse, { serverPort, rewrite }: Forwarding): void {
  const headers = { ...asked.headers };
  if (rewrite !== undefined) for (const name of ['accept-encoding', 'if-none-match']) delete headers[name];
  const options = { host: '127.0.0.1', port: serverPort, path: asked.url, method: asked.method, headers };
  const passed = request(options, (got) => {
    if (rewrite === undefined) {
      answer.writeHead(got.statusCode!, got.headers);
      got.pipe(answer);
      return;
    }
    void text(got).then((content) => {
      const { 'content-length': _, etag: __, ...rest } = got.headers;
      answer.writeHead(got.statusCode!, rest);
      answer.end(rewrite(content));
    });
  });
  passed.on('error', () => answer.destroy());
  asked.pipe(passed);
}

function listen(proxy: Server): Promise<number> {
  return new Promise((done) => {
    proxy.listen(0, '127.0.0.1', () => done((proxy.address() as { readonly port: number }).port));
  });
}
