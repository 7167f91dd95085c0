// Requests that never come whole, over real sockets: they cost their senders, and nobody else.
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { createApp } from '#server/app.ts';
import { listen, type Listening } from '#server/listen.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let listening: Listening;
beforeAll(async () => {
  server = await openTestServer();
  const { db, keys, state, clock } = server;
  const app = createApp({ db, keys, clock, random, state, log: () => undefined, trustedProxies: 1 });
  const opened = await listen(app.fetch, 0, { host: '127.0.0.1' });
  if (!opened.ok) throw new Error(opened.error.message);
  listening = opened.value;
});
afterAll(async () => {
  await listening.close();
  await server.close();
});

/** All of a request but the end of its body. */
function halfSend(address: string): Socket {
  const socket = connect(listening.port, '127.0.0.1');
  const headers = ['Host: localhost', 'Content-Type: application/json', 'Content-Length: 1000'];
  const lines = [`POST ${ROUTES.sync} HTTP/1.1`, ...headers, `X-Forwarded-For: ${address}`, '', '{'];
  socket.on('error', () => undefined);
  socket.write(lines.join('\r\n'));
  return socket;
}

async function ask(path: string, method: string, address: string): Promise<number> {
  const headers = { 'x-forwarded-for': address, 'content-type': 'application/json' };
  const init = method === 'POST' ? { method, headers, body: '{}' } : { headers };
  return (await fetch(`http://127.0.0.1:${listening.port}${path}`, init)).status;
}

function answerTo(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    socket.on('data', (data) => (answer += String(data)));
    socket.on('close', () => resolve(answer));
  });
}

test('while an address sends a hundred halves, others are served; it is sent away, and hung up on', async () => {
  const halves = Array.from({ length: 100 }, () => halfSend('203.0.113.1'));
  const answers = halves.map(answerTo);
  // Those beyond what one address may have under way are answered at once.
  await Promise.race(answers);
  expect(await ask(ROUTES.catalogue, 'GET', '203.0.113.2')).toBe(200);
  expect(await ask(ROUTES.sync, 'POST', '203.0.113.2')).toBe(401);
  expect(await ask(ROUTES.sync, 'POST', '203.0.113.1')).toBe(429);
  const codes = (await Promise.all(answers)).map((answer) => answer.split(' ')[1]);
  expect(codes.filter((code) => code === '429')).toHaveLength(60);
  expect(codes.filter((code) => code === '503')).toHaveLength(40);
  expect(await ask(ROUTES.sync, 'POST', '203.0.113.1')).toBe(401);
}, 20_000);
