// The line between the devices and the server: bytes pass through, and a test may let answers be lost on the way back.
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Line {
  readonly url: string;
  /** From now on requests reach the server and are answered, but the answer never arrives. */
  loseAnswers(lose: boolean): void;
  /** Answers lost since the last time `loseAnswers(true)` was called. */
  lost(): number;
  end(): Promise<void>;
}

export async function createLine(serverPort: number): Promise<Line> {
  let losing = false;
  let lost = 0;
  const open = new Set<Socket>();
  const proxy = createServer((device) => {
    const server = connect(serverPort, '127.0.0.1');
    for (const socket of [device, server]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => open.delete(socket));
    }
    device.on('data', (bytes) => server.write(bytes));
    device.on('end', () => server.end());
    server.on('data', (bytes) => {
      if (!losing) return device.write(bytes);
      lost++;
      device.destroy();
      return server.destroy();
    });
    server.on('end', () => device.end());
    server.on('close', () => device.destroy());
  });
  const port = await listen(proxy);
  return {
    url: `http://localhost:${port}`,
    loseAnswers: (lose) => {
      losing = lose;
      if (lose) lost = 0;
    },
    lost: () => lost,
    end: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((done) => proxy.close(done));
    },
  };
}

function listen(proxy: Server): Promise<number> {
  return new Promise((done, fail) => {
    proxy.once('error', fail);
    proxy.listen(0, () => {
      const address = proxy.address();
      if (address && typeof address === 'object') done(address.port);
      else fail(new Error('no port'));
    });
  });
}
