// A line to the server that sees every call of sync, and can keep the answers back for as long as a test wants.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { ROUTES } from '#api/routes.ts';

export interface SyncLine {
  readonly url: string;
  /** Ids of the records of each call, in the order in which the calls came. */
  readonly pushed: readonly (readonly string[])[];
  /** How many calls were on their way at the same time, at most. */
  most(): number;
  /** Calls that wait for their answer now. */
  open(): number;
  /** From now on a call reaches the server, and its answer waits until this is called with `false`. */
  holdAnswers(hold: boolean): void;
  end(): Promise<void>;
}

export async function createSyncLine(serverPort: number): Promise<SyncLine> {
  const pushed: string[][] = [];
  let open = 0;
  let most = 0;
  let isHolding = false;
  let held: (() => void)[] = [];
  const mayAnswer = async (): Promise<void> => {
    if (isHolding) await new Promise<void>((go) => held.push(go));
  };
  const line = createServer((asked, answer) => {
    if (asked.url !== ROUTES.sync) return forward(asked, answer, serverPort);
    open += 1;
    most = Math.max(most, open);
    answer.on('close', () => (open -= 1));
    return forward(asked, answer, serverPort, async (body) => {
      const { records } = JSON.parse(body) as { readonly records: readonly { readonly id: string }[] };
      pushed.push(records.map(({ id }) => id));
      await mayAnswer();
    });
  });
  await new Promise<void>((done) => line.listen(0, '127.0.0.1', done));
  return {
    url: `http://localhost:${(line.address() as { readonly port: number }).port}`,
    pushed,
    most: () => most,
    open: () => open,
    holdAnswers: (hold) => {
      isHolding = hold;
      if (hold) return;
      for (const go of held) go();
      held = [];
    },
    end: async () => {
      line.closeAllConnections();
      await new Promise((done) => line.close(done));
    },
  };
}

function forward(
  asked: IncomingMessage,
  answer: ServerResponse,
  port: number,
  before: (body: string) => Promise<void> = async () => undefined,
): void {
  const options = { host: '127.0.0.1', port, path: asked.url, method: asked.method, headers: asked.headers };
  const passed = request(options, async (got) => {
    await before(body);
    answer.writeHead(got.statusCode!, got.headers);
    got.pipe(answer);
  });
  passed.on('error', () => answer.destroy());
  let body = '';
  void text(asked).then((whole) => {
    body = whole;
    passed.end(whole);
  });
}
