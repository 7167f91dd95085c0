// One person's device: its own browser process, its own profile, its own camera.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, firefox, type Locator, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium, findFirefox } from '../../support/browsers.ts';
import { type CanvasCamera, clipCameraFlags, installCanvasCamera } from '../../support/fake-camera.ts';
import { writeScreenClip } from './screen-clip.ts';

export interface DeviceOptions {
  readonly locale: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
}

export interface Device {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Holds what `screen` shows before the camera, or takes everything away. */
  see(screen: Locator | undefined): Promise<void>;
  airplane(on: boolean): Promise<void>;
  /** A new tab on the same profile; it becomes `page`. */
  newTab(): Promise<Page>;
  /** Ends the browser process and starts another on the same profile. */
  restart(): Promise<Page>;
  end(): Promise<void>;
}

export const PHONE = { width: 390, height: 844 } as const;
export const TABLET = { width: 1024, height: 768 } as const;
export const ENGINE = process.env['BROWSER'] === 'firefox' ? 'firefox' : 'chromium';

/** `undefined` when the browser cannot be had here; the reason was printed. */
export async function createDevice(options: DeviceOptions): Promise<Device | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-device-'));
  const launch =
    ENGINE === 'firefox' ? await firefoxLauncher(folder, options) : await chromiumLauncher(folder, options);
  if (!launch) return undefined;
  const camera = ENGINE === 'firefox' ? canvasCamera : clipCamera(folder);
  let context = await launch();
  let page = context.pages()[0] ?? (await context.newPage());
  return {
    get page() {
      return page;
    },
    get context() {
      return context;
    },
    see: async (screen) => camera(page, await screen?.screenshot()),
    airplane: (on) => context.setOffline(on),
    newTab: async () => (page = await context.newPage()),
    restart: async () => {
      await context.close();
      context = await launch();
      return (page = context.pages()[0] ?? (await context.newPage()));
    },
    end: async () => {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Launch = () => Promise<BrowserContext>;
type Camera = (page: Page, picture: Buffer | undefined) => Promise<void>;

async function chromiumLauncher(folder: string, options: DeviceOptions): Promise<Launch> {
  const executablePath = await findChromium();
  const clip = join(folder, 'camera.y4m');
  writeScreenClip(clip, undefined);
  const args = [...CHROMIUM_FLAGS, ...clipCameraFlags(clip)];
  return () =>
    chromium.launchPersistentContext(join(folder, 'profile'), { ...options, executablePath, args });
}

async function firefoxLauncher(folder: string, options: DeviceOptions): Promise<Launch | undefined> {
  const executablePath = await findFirefox();
  if (!executablePath) return undefined;
  return async () => {
    const settings = { ...options, executablePath, channel: 'moz-firefox' };
    const context = await firefox.launchPersistentContext(join(folder, 'profile'), settings);
    await context.addInitScript(installCanvasCamera);
    return context;
  };
}

/** Chromium's own capture pipeline plays a file; overwriting it switches what the open camera sees. */
function clipCamera(folder: string): Camera {
  return async (_, picture) => writeScreenClip(join(folder, 'camera.y4m'), picture);
}

async function canvasCamera(page: Page, picture: Buffer | undefined): Promise<void> {
  const url = picture ? `data:image/png;base64,${picture.toString('base64')}` : undefined;
  await page.evaluate(async (shown) => {
    const camera = (window as unknown as { canvasCamera: CanvasCamera }).canvasCamera;
    if (shown === undefined) camera.clear();
    else await camera.show(shown);
  }, url);
}
