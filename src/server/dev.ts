// `npm run dev`: all four pages (wallet, cashier, demo, operator) with hot reload, the API restarted on change, all on one port.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createVite, type ViteDevServer } from 'vite';

const PORT = Number(process.env['PORT'] ?? 8080);
const API_PORT = PORT + 1;
const MODES = ['cashier', 'demo', 'operator', 'wallet'] as const;

const http = createServer((request, response) => route(request, response));
const vites = new Map<string, ViteDevServer>();
for (const mode of MODES) vites.set(mode, await createApp(mode));
const api = startApi();
http.listen(PORT, () =>
  console.log(`wallet   http://localhost:${PORT}/\ncashier  http://localhost:${PORT}/cashier/`),
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

function createApp(mode: string): Promise<ViteDevServer> {
  return createVite({
    mode,
    appType: 'spa',
    server: {
      middlewareMode: true,
      hmr: { server: http, path: `/__hot-${mode}` },
      // The host stays as the browser sent it: it is part of what a request signs.
      proxy: { '/api': { target: `http://127.0.0.1:${API_PORT}`, changeOrigin: false } },
    },
  });
}

/** The API runs in its own process under `--watch`: a change restarts it without touching the browsers. */
function startApi(): ChildProcess {
  const args = ['--watch', 'src/server/start.ts', '--api-only', '--port', String(API_PORT)];
  return spawn(process.execPath, args, { stdio: 'inherit' });
}

function route(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '/';
  const mode = MODES.find((name) => path === `/${name}` || path.startsWith(`/${name}/`)) ?? 'wallet';
  vites.get(mode)!.middlewares(request, response);
}

async function stop(): Promise<void> {
  api.kill('SIGTERM');
  http.close();
  await Promise.all([...vites.values()].map((vite) => vite.close()));
  process.exit(0);
}
