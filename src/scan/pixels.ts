import type { Frame, PlainFrame } from './decoder.ts';

/** The pixels of a frame; an `ImageBitmap` is closed, since frames are large and collected late. */
export function pixelsFromFrame(frame: Frame): PlainFrame {
  if ('data' in frame) return frame;
  const context = canvasContext(frame.width, frame.height);
  // Transparent pixels are black to a decoder, paper to a person.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, frame.width, frame.height);
  context.drawImage(frame, 0, 0);
  frame.close();
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}

/** One canvas serves all frames of one size: allocating 3.7 MB twelve times a second keeps the collector busy. */
let context: OffscreenCanvasRenderingContext2D | undefined;

function canvasContext(width: number, height: number): OffscreenCanvasRenderingContext2D {
  if (context?.canvas.width === width && context.canvas.height === height) return context;
  const created = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (created === null) throw new Error('this browser has no canvas context outside the document');
  context = created;
  return created;
}

/** Brightness, weighted for the eye (ITU-R BT.601). */
export function luminanceFromPixels({ data, width, height }: PlainFrame): Uint8ClampedArray<ArrayBuffer> {
  const luminance = new Uint8ClampedArray(width * height);
  for (let i = 0, p = 0; i < luminance.length; i++, p += 4) {
    luminance[i] = (306 * data[p]! + 601 * data[p + 1]! + 117 * data[p + 2]! + 512) >> 10;
  }
  return luminance;
}

/** Averages blocks of two by two pixels, which takes noise and moiré out of large pictures. */
export function halfSize({ data, width, height }: PlainFrame): PlainFrame {
  const [halfWidth, halfHeight] = [Math.max(1, width >> 1), Math.max(1, height >> 1)];
  const half = new Uint8ClampedArray(4 * halfWidth * halfHeight);
  const [right, below] = [width > 1 ? 4 : 0, height > 1 ? 4 * width : 0];
  for (let y = 0, to = 0; y < halfHeight; y++) {
    for (let x = 0; x < halfWidth; x++) {
      const from = 8 * (y * width + x);
      for (let channel = from; channel < from + 4; channel++) {
        half[to++] =
          (data[channel]! +
            data[channel + right]! +
            data[channel + below]! +
            data[channel + below + right]!) /
          4;
      }
    }
  }
  return { data: half, width: halfWidth, height: halfHeight };
}
