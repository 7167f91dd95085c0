// The scan room in Chromium: a clip through the real capture pipeline, and a canvas for what a clip cannot do.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Page, chromium } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from '../support/browsers.ts';
import { clipCameraFlags, installCanvasCamera, writeClip } from '../support/fake-camera.ts';
import { codePicture } from './code-picture.ts';
import type { ScanPage } from './scan-page.ts';
import { type ScanServer, serveScanPage } from './scan-server.ts';

const TOKEN = `TOKEN-${'A1B2C3D4E5'.repeat(19)}`;
const folder = mkdtempSync(join(tmpdir(), 'scan-'));
const browsers: Browser[] = [];
let server: ScanServer;
/** Has no camera: for pages that bring their own. */
let plainBrowser: Browser;

beforeAll(async () => {
  server = await serveScanPage();
  plainBrowser = await launch([]);
});

afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

afterEach(async () => {
  for (const context of plainBrowser.contexts()) await context.close();
});

async function launch(flags: readonly string[]): Promise<Browser> {
  const executablePath = await findChromium();
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS, ...flags] });
  browsers.push(browser);
  return browser;
}

async function open(browser: Browser, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await browser.newPage();
  await prepare?.(page);
  await page.goto(server.url);
  await page.waitForFunction(() => window.scanPage !== undefined);
  return page;
}

/** Waits until the page has seen at least so many of something; answers with all of them. */
async function seen<K extends 'readings' | 'repeats' | 'problems' | 'states' | 'wedgeScans'>(
  page: Page,
  what: K,
  count: number,
): Promise<ScanPage[K]> {
  await page.waitForFunction(([key, n]) => window.scanPage[key].length >= n, [what, count] as const, {
    timeout: 15_000,
  });
  return (await page.evaluate((key) => window.scanPage[key], what)) as ScanPage[K];
}

const canvasPage = (): Promise<Page> => open(plainBrowser, (page) => page.addInitScript(installCanvasCamera));

const hold = (page: Page, text: string) =>
  page.evaluate((url) => window.canvasCamera.show(url), `data:image/png;base64,${codePicture(text)}`);

const start = (page: Page) => page.evaluate(() => window.scanPage.scanner.start());

describe('a camera of the browser itself', () => {
  test('a moving, blurred code of 200 characters is read, and nothing leaves the own origin', async () => {
    const clip = join(folder, 'moving.y4m');
    writeClip(clip, TOKEN, {
      width: 1280,
      height: 720,
      framesPerS: 15,
      frames: 20,
      poseAt: (s) => ({
        x: 640 + 60 * Math.sin(4 * s),
        y: 360,
        sidePx: 480 + 30 * Math.sin(2 * s),
        angleRad: 0.2 * Math.sin(3 * s),
        blurPx: 1,
      }),
    });
    const foreign: string[] = [];
    const page = await open(await launch(clipCameraFlags(clip)), async (opening) => {
      opening.on('request', (request) => {
        if (!request.url().startsWith(server.url)) foreign.push(request.url());
      });
    });
    const started = await start(page);
    expect(started).toMatchObject({ ok: true, value: { phase: 'watching', torch: 'absent' } });
    const [first] = await seen(page, 'readings', 1);
    expect(first).toMatchObject({ reading: { text: TOKEN, format: 'qr_code' } });
    expect(await page.evaluate(() => window.scanPage.scanner.setTorch(true))).toBe(false);
    expect(await page.evaluate(() => window.scanPage.scanner.lenses())).toHaveLength(1);
    await page.waitForFunction(() => window.scanPage.repeats.at(-1)?.decoder === 'zxing-cpp');
    expect(foreign.filter((url) => !url.startsWith('blob:') && !url.startsWith('data:'))).toEqual([]);
  });

  test('a refused permission is camera_denied', async () => {
    const flags = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream=deny'];
    const page = await open(await launch(flags));
    expect(await start(page)).toEqual({ ok: false, error: { kind: 'camera_denied' } });
    expect(await page.evaluate(() => window.scanPage.states.at(-1)?.phase)).toBe('off');
  });
});

describe('a camera that is a canvas', () => {
  test('one code is one reading while it stays in view, and is read again on purpose', async () => {
    const page = await canvasPage();
    await hold(page, 'CODE ONE');
    await start(page);
    await seen(page, 'repeats', 3);
    expect((await seen(page, 'readings', 1)).map(({ reading }) => reading.text)).toEqual(['CODE ONE']);
    await page.evaluate(() => window.scanPage.scanner.scanAgain());
    await seen(page, 'readings', 2);
    await hold(page, 'CODE TWO');
    expect((await seen(page, 'readings', 3)).map(({ reading }) => reading.text)).toEqual([
      'CODE ONE',
      'CODE ONE',
      'CODE TWO',
    ]);
  });

  test('nothing is read while a dialog is open, and the code still in view is not new afterwards', async () => {
    const page = await canvasPage();
    await hold(page, 'SAME CODE');
    await start(page);
    await seen(page, 'readings', 1);
    await page.evaluate(() => window.scanPage.scanner.pause());
    const before = await page.evaluate(() => window.scanPage.repeats.length);
    await page.waitForTimeout(600);
    expect(await page.evaluate(() => window.scanPage.repeats.length)).toBe(before);
    await page.evaluate(() => window.scanPage.scanner.resume());
    await seen(page, 'repeats', before + 1);
    expect(await seen(page, 'readings', 1)).toHaveLength(1);
  });

  test('the camera is off in the background and comes back by itself', async () => {
    const page = await canvasPage();
    await start(page);
    await setHidden(page, true);
    expect(await page.evaluate(() => window.scanPage.video.srcObject)).toBeNull();
    expect(await page.evaluate(() => window.scanPage.states.at(-1)?.phase)).toBe('hidden');
    await hold(page, 'AFTERWARDS');
    await setHidden(page, false);
    expect((await seen(page, 'readings', 1))[0]?.reading.text).toBe('AFTERWARDS');
  });

  test('a camera that ends by itself is reported as lost', async () => {
    const page = await canvasPage();
    await start(page);
    await page.evaluate(() => {
      const [track] = (window.scanPage.video.srcObject as MediaStream).getVideoTracks();
      track!.dispatchEvent(new Event('ended'));
    });
    expect(await seen(page, 'problems', 1)).toEqual([{ kind: 'camera_lost' }]);
    expect(await page.evaluate(() => window.scanPage.states.at(-1)?.phase)).toBe('off');
  });

  test('a scanner that is stopped while the camera opens stays off', async () => {
    const page = await canvasPage();
    const ended = await page.evaluate(async () => {
      const { scanner, video } = window.scanPage;
      const starting = scanner.start();
      scanner.stop();
      return { started: await starting, picture: video.srcObject };
    });
    expect(ended).toMatchObject({ started: { ok: true, value: { phase: 'off' } }, picture: null });
  });

  test('a decoder that breaks is replaced by the next, and after the last one the scanner gives up', async () => {
    const page = await canvasPage();
    await hold(page, 'STILL READ');
    await start(page);
    await page.waitForFunction(() => window.scanPage.repeats.at(-1)?.decoder === 'zxing-cpp');
    await breakBestDecoder(page);
    await page.waitForFunction(() => window.scanPage.repeats.at(-1)?.decoder === 'zxing-js');
    await breakBestDecoder(page);
    expect(await seen(page, 'problems', 1)).toEqual([{ kind: 'decoder_absent' }]);
  });

  test('without WebAssembly the JavaScript decoder reads', async () => {
    const page = await open(plainBrowser, async (opening) => {
      await opening.addInitScript(installCanvasCamera);
      await opening.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
    });
    await hold(page, 'PLAIN JAVASCRIPT');
    await start(page);
    expect(await seen(page, 'readings', 1)).toMatchObject([
      { reading: { text: 'PLAIN JAVASCRIPT' }, decoder: 'zxing-js' },
    ]);
  });
});

describe('other ways in', () => {
  test('a screenshot gives all its codes, a picture without one and a file that is none are refused', async () => {
    const page = await open(plainBrowser);
    const read = (base64: string) =>
      page.evaluate((picture) => window.scanPage.readImage(picture, 'image/png'), base64);
    expect([...(await read(codePicture('FIRST', 'SECOND')))].sort()).toEqual([
      'qr_code FIRST',
      'qr_code SECOND',
    ]);
    expect(await read(codePicture())).toEqual(['image_without_code']);
    expect(await read(Buffer.from('no picture').toString('base64'))).toEqual(['image_unreadable']);
  });

  test('a scanner that types is heard, and what it typed into a field is taken out again', async () => {
    const page = await open(plainBrowser);
    await page.fill('#name', 'Ana');
    await page.focus('#name');
    await page.evaluate(() => window.scanPage.typeLikeScanner('4006381333931', 'nothing'));
    expect(await seen(page, 'wedgeScans', 1)).toEqual(['4006381333931']);
    expect(await page.inputValue('#name')).toBe('Ana');
    await page.evaluate(() => window.scanPage.typeLikeScanner('LONG CODE', 'Enter'));
    expect(await seen(page, 'wedgeScans', 2)).toEqual(['4006381333931', 'LONG CODE']);
  });

  test('what people type stays where they type it, passwords above all', async () => {
    const page = await open(plainBrowser);
    await page.focus('#name');
    await page.keyboard.type('slowly typed', { delay: 80 });
    await page.keyboard.press('Enter');
    await page.focus('#secret');
    await page.evaluate(() => window.scanPage.typeLikeScanner('pasted secret', 'Enter'));
    expect(await page.inputValue('#name')).toBe('slowly typed');
    expect(await page.inputValue('#secret')).toBe('pasted secret');
    expect(await page.evaluate(() => window.scanPage.wedgeScans)).toEqual([]);
  });
});

async function breakBestDecoder(page: Page): Promise<void> {
  await page.evaluate(() => {
    const decoder = window.scanPage.decoders.best(['qr_code'], 'fast')!;
    Object.assign(decoder, { decode: () => Promise.reject(new Error('broken by the test')) });
  });
}

async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}
