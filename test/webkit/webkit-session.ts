// WebKitGTK through W3C WebDriver: MiniBrowser on a virtual screen. Every call has a time limit, because one hung once.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver';
import { findWebKitDriver } from '../support/browsers.ts';
import { freePort } from '../support/free-port.ts';

const MINI_BROWSERS = [
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
];
/** Without these WebKitGTK hides `navigator.storage`. */
const FEATURES = '--features=+StorageAPI,+StorageAPIEstimate';
/** As a test server has. */
const START_LIMIT_MS = 60_000;

export interface WebKitSession {
  readonly driver: WebDriver;
  end(): Promise<void>;
}

/** `undefined` when WebKitGTK cannot be had here; the reason was printed. */
export async function openWebKit(): Promise<WebKitSession | undefined> {
  const driverPath = await findWebKitDriver();
  const binary = MINI_BROWSERS.find((path) => existsSync(path));
  if (!driverPath || !binary) return undefined;
  const display = await startScreen();
  const port = await freePort();
  const service = spawn(driverPath, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: display.name },
    stdio: 'ignore',
  });
  const options = { binary, args: ['--automation', FEATURES] };
  const capabilities = new Capabilities({ browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options });
  await answering(`http://127.0.0.1:${port}/status`);
  const driver = await new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities(capabilities)
    .build();
  await driver.manage().setTimeouts({ script: 60_000, pageLoad: 60_000 });
  return {
    driver,
    end: async () => {
      await driver.quit().catch(() => undefined);
      for (const child of [service, display.child]) child.kill('SIGTERM');
    },
  };
}

interface Screen {
  readonly name: string;
  readonly child: ChildProcess;
}

/** Xvfb picks a free display and says which on its third descriptor. */
function startScreen(): Promise<Screen> {
  const size = ['-screen', '0', '1000x900x24', '-nolisten', 'tcp'];
  const child = spawn('Xvfb', ['-displayfd', '3', ...size], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`Xvfb ended with ${code}`)));
    child.stdio[3]!.once('data', (number) => done({ name: `:${String(number).trim()}`, child }));
  });
}

async function answering(url: string): Promise<void> {
  for (const deadline = performance.now() + START_LIMIT_MS; performance.now() < deadline;) {
    if (await fetch(url).catch(() => undefined)) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`nothing answers at ${url}`);
}
