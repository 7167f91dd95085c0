// npm run scan -- FOLDER: decodes every image below a folder with each decoder that runs outside a browser.
import { statSync } from 'node:fs';
import { type Attempt, type ImageCase, attempt, decodersOfNode, findImages, rateOf } from './image-suite.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const [folder] = args;
  if (args.length !== 1 || folder === undefined || !isFolder(folder)) {
    console.error('usage: npm run scan -- FOLDER   (a folder with .png, .jpg, .jpeg or .gif images)');
    return 2;
  }
  const images = findImages(folder);
  if (images.length === 0) {
    console.error(`no .png, .jpg, .jpeg or .gif image below ${folder}`);
    return 2;
  }
  const decoders = await decodersOfNode();
  const attempts = new Map<string, Attempt[]>(decoders.map(({ name }) => [name, []]));
  for (const image of images) {
    for (const decoder of decoders) {
      const done = await tryImage(image, () => attempt(decoder, image));
      attempts.get(decoder.name)!.push(done);
      console.log(lineFor(decoder.name, done));
    }
  }
  console.log('');
  for (const [name, done] of attempts) printRates(name, done);
  console.log('native     not available outside a browser');
  const primary = rateOf(attempts.get(decoders[0]!.name)!);
  console.log(`${primary.passed} passed, ${primary.failed} failed`);
  return 0;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** A file that is no image fails by itself and does not end the run. */
async function tryImage(image: ImageCase, run: () => Promise<Attempt>): Promise<Attempt> {
  try {
    return await run();
  } catch (thrown) {
    console.log(
      `${image.name}: cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
    const passed = image.expected.kind === 'unknown' ? undefined : false;
    return { image, readings: [], durationMs: 0, passed };
  }
}

function lineFor(name: string, { image, readings, durationMs, passed }: Attempt): string {
  const verdict = passed === undefined ? '-' : passed ? 'ok' : 'FAILED';
  const found =
    readings.map(({ format, text }) => `${format} ${JSON.stringify(text)}`).join(' ') || 'nothing';
  return `${verdict.padEnd(6)} ${name.padEnd(10)} ${durationMs.toFixed(1).padStart(7)} ms  ${image.name}  ${found}`;
}

function printRates(name: string, attempts: readonly Attempt[]): void {
  const folders = [...new Set(attempts.map((each) => each.image.folder))];
  for (const folder of folders) {
    const { passed, failed } = rateOf(attempts.filter((each) => each.image.folder === folder));
    if (passed + failed > 0) console.log(`${name.padEnd(10)} ${folder}: ${passed} of ${passed + failed}`);
  }
  const { passed, failed } = rateOf(attempts);
  const durations = attempts.map((each) => each.durationMs).toSorted((a, b) => a - b);
  const median = durations[Math.floor(durations.length / 2)]!.toFixed(1);
  const percent =
    passed + failed === 0 ? 'no expectations' : `${((100 * passed) / (passed + failed)).toFixed(1)} %`;
  console.log(
    `${name.padEnd(10)} all: ${passed} of ${passed + failed} (${percent}), median ${median} ms per image`,
  );
}
