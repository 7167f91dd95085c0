// Safari's engine as far as it can be had on Linux: load, store, sign, scan, and open again with a dead server.
import { By, type WebDriver } from 'selenium-webdriver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { walletEn as words } from '#i18n/wallet/en.ts';
import { createServerProcess, type ServerProcess } from '../support/server-process.ts';
import { codePicture } from '../scan/code-picture.ts';
import { type CanvasCamera, installCanvasCamera } from '../support/fake-camera.ts';
import { openWebKit, type WebKitSession } from './webkit-session.ts';

const session = await openWebKit();

describe.skipIf(session === undefined)('WebKitGTK', () => {
  const { driver } = session as WebKitSession;
  let server: ServerProcess;

  beforeAll(async () => {
    server = await createServerProcess();
    await server.start();
  });

  afterAll(async () => {
    await session?.end();
    await server?.end();
  });

  test('loads the wallet and joins a programme: the key is made, stored, read back and has signed', async () => {
    await driver.get(`${server.url}/catalogue`);
    await press(driver, words.catalogue.joinName('Copper Cup'));
    await gone(driver, words.catalogue.joinName('Copper Cup'));
    await leaveFor(driver, `${server.url}/me`);
    await text(driver, words.me.keyStored);
    expect(await eventually(async () => (await badge(driver, 'data-unsent')) === '0')).toBe(true);
  });

  test('shows a freshly signed pass', async () => {
    await leaveFor(driver, server.url);
    await press(driver, words.home.showPass);
    const code = await eventually(() =>
      driver.findElement(By.css('canvas[data-code]')).getAttribute('data-code'),
    );
    expect(code).toMatch(/^LW1:/);
  });

  test('scans through a camera: a code that is not ours is named as such', async () => {
    await leaveFor(driver, `${server.url}/me`);
    await driver.executeScript(`(${installCanvasCamera.toString()})()`);
    const picture = `data:image/png;base64,${codePicture('https://example.org/menu')}`;
    await driver.executeAsyncScript(showToCamera, picture);
    // The camera lives in this document: go to the scan screen by its link, without loading a page.
    await eventually(async () => {
      await driver.findElement(By.css('nav a[href="/scan"]')).click();
      return true;
    });
    const result = await eventually(() =>
      driver.findElement(By.css('[data-result]')).getAttribute('data-result'),
    );
    expect(result).toBe('refusal');
  });

  test('opens again with the server dead, from its cache', async () => {
    await leaveFor(driver, server.url);
    await driver.executeAsyncScript(untilServiceWorkerIsReady);
    await server.kill();
    await atRest(driver);
    await driver.navigate().refresh();
    await text(driver, 'Copper Cup');
    await press(driver, words.home.showPass);
    const code = await eventually(() =>
      driver.findElement(By.css('canvas[data-code]')).getAttribute('data-code'),
    );
    expect(code).toMatch(/^LW1:/);
    await leaveFor(driver, `${server.url}/activity`);
    await text(driver, words.activity.title);
    expect(await eventually(async () => (await badge(driver, 'data-mode')) === 'offline')).toBe(true);
  });
});

/** A page that is left while its worker reads leaves a transaction open for good in this engine (decision 7). */
async function leaveFor(driver: WebDriver, address: string): Promise<void> {
  await atRest(driver);
  await driver.get(address);
}

/** The app itself asks its worker before it leaves a page; from outside it is seen by nothing happening for a while. */
async function atRest(driver: WebDriver): Promise<void> {
  let before = '';
  for (let sameFor = 0; sameFor < 8; sameFor++) {
    const now = await driver.executeAsyncScript<string>(whatGoesOn);
    if (now !== before || now.includes('tessera-')) sameFor = 0;
    before = now;
    await new Promise((done) => setTimeout(done, 250));
  }
}

function whatGoesOn(done: (seen: string) => void): void {
  void navigator.locks.query().then(({ held = [] }) => {
    done(`${held.map(({ name }) => name).join()} ${document.body.innerHTML}`);
  });
}

function showToCamera(picture: string, done: () => void): void {
  const { canvasCamera } = window as unknown as { canvasCamera: CanvasCamera };
  void canvasCamera.show(picture).then(done);
}

function untilServiceWorkerIsReady(done: () => void): void {
  void navigator.serviceWorker.ready.then((registration) => {
    if (registration.active?.state === 'activated') done();
    else registration.active?.addEventListener('statechange', () => done(), { once: true });
  });
}

/** What is seen of it may be short, with the whole name for those who hear it. */
function buttonBy(label: string): By {
  const name = JSON.stringify(label);
  return By.xpath(`//button[normalize-space(.)=${name} or .//*[normalize-space(.)=${name}]]`);
}

async function gone(driver: WebDriver, label: string): Promise<void> {
  await eventually(async () => (await driver.findElements(buttonBy(label))).length === 0);
}

async function press(driver: WebDriver, label: string): Promise<void> {
  await eventually(async () => {
    const element = await driver.findElement(buttonBy(label));
    // To the middle of the screen: at its edge the menu lies over it, and the driver clicks where it first sees it.
    await driver.executeScript('arguments[0].scrollIntoView({ block: "center" })', element);
    await element.click();
    return true;
  });
}

async function text(driver: WebDriver, wanted: string): Promise<void> {
  const found = await eventually(async () =>
    (await driver.findElement(By.css('body')).getText()).includes(wanted),
  );
  expect(found).toBe(true);
}

function badge(driver: WebDriver, attribute: string): Promise<string | null> {
  return driver.findElement(By.css('output[data-mode]')).getAttribute(attribute);
}

/** Tries until the value is truthy; the last error otherwise. */
async function eventually<T>(look: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const found = await look().catch((error: unknown) => {
      if (performance.now() > deadline) throw error;
      return undefined;
    });
    if (found) return found;
    if (performance.now() > deadline) throw new Error('it did not happen within 30 s');
    await new Promise((done) => setTimeout(done, 150));
  }
}
