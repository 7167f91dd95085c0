import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * A port that nobody listened on a moment ago. Below those that systems hand out: nobody takes it before its server is there, or
 * while that is down.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? done(false) : fail(error),
    );
    probe.listen(port, () => probe.close(() => done(true)));
  });
}
