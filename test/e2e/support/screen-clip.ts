// What a camera would see of another device's screen, as a clip for Chromium's capture pipeline. The clip always has
// the same size, so that it can be overwritten in place while the camera is open: the picture switches live.
import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { PNG } from 'pngjs';

const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES = 4;
const TABLE = 110;
/** Share of the frame's height that the screen fills. */
const FILL = 0.86;

/** Writes the clip: a screenshot lying on a table, or the bare table without one. */
export function writeScreenClip(file: string, screenshot: Buffer | undefined): void {
  const out = openSync(file, existsSync(file) ? 'r+' : 'w');
  const colours = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  let at = writeSync(
    out,
    Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`),
    0,
    undefined,
    0,
  );
  for (let frame = 0; frame < FRAMES; frame++) {
    for (const part of [Buffer.from('FRAME\n'), greyFrame(screenshot, frame * 3), colours]) {
      at += writeSync(out, part, 0, part.length, at);
    }
  }
  closeSync(out);
}

/** The screenshot scaled to fill the frame's height, `shiftPx` off the middle: no hand is quite still. */
function greyFrame(screenshot: Buffer | undefined, shiftPx: number): Buffer {
  const grey = Buffer.alloc(WIDTH * HEIGHT, TABLE);
  if (!screenshot) return grey;
  const png = PNG.sync.read(screenshot);
  const scale = (HEIGHT * FILL) / Math.max(png.width, png.height);
  const left = Math.round((WIDTH - png.width * scale) / 2) + shiftPx;
  const top = Math.round((HEIGHT - png.height * scale) / 2);
  for (let y = 0; y < Math.floor(png.height * scale); y++) {
    for (let x = 0; x < Math.floor(png.width * scale); x++) {
      const from = 4 * (Math.floor(y / scale) * png.width + Math.floor(x / scale));
      const [red, green, blue] = [png.data[from]!, png.data[from + 1]!, png.data[from + 2]!];
      grey[(top + y) * WIDTH + left + x] =
        16 + Math.round((219 * (299 * red + 587 * green + 114 * blue)) / 255_000);
    }
  }
  return grey;
}
