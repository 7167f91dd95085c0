// How long a cashier waits for a scanned code, against the bare work that no till can do without. One Chromium, one run.
import { chromium } from 'playwright';
import { CHROMIUM_FLAGS, findChromium } from '../support/browsers.ts';
import { type ServedGallery, serveGallery } from '../support/gallery.ts';
import { type Figure, type Group, atMost, reported } from './figure.ts';
import { median } from './stopwatch.ts';
import type { TillTimes } from './till-page/main.ts';

const ROUNDS = 60;
const GOAL = 1.5;

export const tillFigures: Group = async () => {
  const executablePath = await findChromium().catch((error: unknown) => String(error));
  if (!executablePath.startsWith('/') && !/^[A-Z]:\\/.test(executablePath)) return [skipped(executablePath)];
  const page = await serveGallery('test/bench/till-page/vite.config.ts');
  try {
    return figuresOf(await measured(page, executablePath));
  } finally {
    await page.end();
  }
};

async function measured(served: ServedGallery, executablePath: string): Promise<TillTimes> {
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  try {
    const page = await browser.newPage();
    await page.goto(served.url);
    await page.waitForFunction(() => 'measureTill' in window);
    return await page.evaluate((rounds) => window.measureTill(rounds), ROUNDS);
  } finally {
    await browser.close();
  }
}

function figuresOf(times: TillTimes): readonly Figure[] {
  const of = (stage: keyof TillTimes): number => median(times[stage]);
  const floor = of('verify') + of('write') + of('frame');
  const whole = of('decode') + of('read') + of('paint');
  return [
    atMost(
      'till: readable frame to result, less one frame, against its floor',
      (whole - of('frame')) / floor,
      GOAL,
    ),
    reported('till: finding and decoding the code, share of the floor', of('decode') / floor),
    reported(
      'till: worker’s answer (parse, verify, strict write), in bare verify and put',
      of('read') / (of('verify') + of('write')),
    ),
    reported('till: parsing, share of the floor', of('parse') / floor),
    reported('till: painting the result, in frames', of('paint') / of('frame')),
    reported('till: bare signature checks, share of the floor', of('verify') / floor),
    reported('till: bare strict put, share of the floor', of('write') / floor),
  ];
}

function skipped(reason: string): Figure {
  return { name: 'till: readable frame to result', value: null, goal: `<= ${GOAL}`, ok: true, reason };
}
