// Finds the browsers that tests drive: on the system, else shipped by npm, else installed by apt where that is
// allowed. A browser that cannot be had is named, together with what would help.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** For every Chromium here. Not the flags of @sparticuz/chromium, which switch web security off. */
export const CHROMIUM_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

const CHROMIUM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const FIREFOX_PATHS = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];
const WEBKIT_DRIVER_PATHS = ['/usr/bin/WebKitWebDriver'];

/** Path of a Chromium that runs. Throws when none can be had: without one the journey cannot be tested. */
export async function findChromium(): Promise<string> {
  const found =
    firstExisting('CHROMIUM_PATH', CHROMIUM_PATHS) ??
    (await npmChromium()) ??
    installed(['chromium'], CHROMIUM_PATHS);
  if (found !== undefined) return found;
  throw new Error('no Chromium: install one, or set CHROMIUM_PATH to its executable');
}

/** Path of stock Firefox, or `undefined` after the reason was printed. */
export async function findFirefox(): Promise<string | undefined> {
  const found = firstExisting('FIREFOX_PATH', FIREFOX_PATHS) ?? installed(['firefox-esr'], FIREFOX_PATHS);
  return found ?? missing('Firefox', 'firefox-esr', 'FIREFOX_PATH');
}

/** Path of WebKitWebDriver, which drives MiniBrowser under Xvfb, or `undefined` after the reason was printed. */
export async function findWebKitDriver(): Promise<string | undefined> {
  const hasScreen = () => existsSync('/usr/bin/Xvfb');
  const present = firstExisting('WEBKIT_DRIVER_PATH', WEBKIT_DRIVER_PATHS);
  if (present !== undefined && hasScreen()) return present;
  const found = installed(['webkit2gtk-driver', 'xvfb'], WEBKIT_DRIVER_PATHS);
  if (found !== undefined && hasScreen()) return found;
  return missing('WebKitGTK with Xvfb', 'webkit2gtk-driver xvfb', 'WEBKIT_DRIVER_PATH');
}

function firstExisting(variable: string, paths: readonly string[]): string | undefined {
  const named = process.env[variable];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`${variable} names ${named}, which does not exist`);
  }
  return paths.find((path) => existsSync(path));
}

/** The headless shell inside an npm package: unpacked to the temporary folder at its first use. */
async function npmChromium(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { default: chromium } = await import('@sparticuz/chromium');
  const path = await chromium.executablePath();
  return spawnSync(path, ['--version'], { timeout: 60_000 }).status === 0 ? path : undefined;
}

/** Installs Debian packages, as root on Debian only; then the first path that exists. */
export function installed(packages: readonly string[], paths: readonly string[]): string | undefined {
  if (!isRootOnDebian()) return undefined;
  console.log(`installing ${packages.join(' ')} by apt-get, because the tests need it`);
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  const wait = ['-o', 'DPkg::Lock::Timeout=600'];
  spawnSync('apt-get', [...wait, 'update'], options);
  spawnSync('apt-get', [...wait, 'install', '-y', '--no-install-recommends', ...packages], options);
  return paths.find((path) => existsSync(path));
}

function isRootOnDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function missing(name: string, packages: string, variable: string): undefined {
  console.log(`${name} is missing, so its tests are skipped: install ${packages} or set ${variable}`);
  return undefined;
}
