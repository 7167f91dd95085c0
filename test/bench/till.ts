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

/**
 * The quickest tenth of the rounds: what disturbs one only ever makes it longer, and a scan crosses four threads. The
 * wait for the next frame is on both sides the same, one frame at most; hence it is in the floor and added once.
 */
function figuresOf(times: TillTimes): readonly Figure[] {
  const of = (...stages: readonly (keyof TillTimes)[]): number =>
    quickestTenth(times[stages[0]!].map((_, round) => sum(stages.map((stage) => times[stage][round]!))));
  const floor = of('verify', 'write') + of('frame');
  return [
    atMost(
      'till: readable frame to result, less one frame, against bare verify, put and frame',
      of('decode', 'read') / floor,
      GOAL,
    ),
    reported(
      'till: the same against bare verify and put alone, without any frame',
      of('decode', 'read') / of('verify', 'write'),
    ),
    reported('till: finding and decoding the code, share of the floor', of('decode') / floor),
    reported('till: parse, verify and strict write in the worker, share of the floor', of('read') / floor),
    reported('till: parsing alone, share of the floor', of('parse') / floor),
    reported('till: result to painted, in frames', median(times.paint) / of('frame')),
    reported('till: bare signature checks, share of the floor', of('verify') / floor),
    reported('till: bare strict put, share of the floor', of('write') / floor),
  ];
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function quickestTenth(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 10)]!;
}

function skipped(reason: string): Figure {
  return { name: 'till: readable frame to result', value: null, goal: `<= ${GOAL}`, ok: true, reason };
}
