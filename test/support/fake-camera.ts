// Two cameras without a lens: a video clip for Chromium's real capture pipeline, and a canvas for every browser.
import { closeSync, openSync, writeSync } from 'node:fs';
import { generate } from 'lean-qr';

export interface Pose {
  /** Middle of the code and length of its side, in pixels of the frame. */
  readonly x: number;
  readonly y: number;
  readonly sidePx: number;
  readonly angleRad?: number;
  /** Radius of the box blur that is applied twice. */
  readonly blurPx?: number;
}

export interface Clip {
  readonly width: number;
  readonly height: number;
  readonly framesPerS: number;
  readonly frames: number;
  /** What is shown at a time; `undefined` shows the empty table. */
  readonly poseAt: (seconds: number) => Pose | undefined;
}

/** Chromium plays the clip in a loop, from its first frame at each opening. Rename a new clip over it to change. */
export function clipCameraFlags(file: string): readonly string[] {
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${file}`,
  ];
}

/** Writes a YUV4MPEG2 file that shows `text` as a QR code. Grey only: the colour planes stay neutral. */
export function writeClip(file: string, text: string, clip: Clip): void {
  const { width, height, framesPerS } = clip;
  const colours = Buffer.alloc((width * height) / 2, 128);
  const out = openSync(file, 'w');
  writeSync(out, `YUV4MPEG2 W${width} H${height} F${framesPerS}:1 Ip A1:1 C420jpeg\n`);
  for (let frame = 0; frame < clip.frames; frame++) {
    writeSync(out, 'FRAME\n');
    writeSync(out, paintFrame(text, clip, clip.poseAt(frame / framesPerS)));
    writeSync(out, colours);
  }
  closeSync(out);
}

const TABLE = 110;
const PAPER = 230;
const INK = 25;
const QUIET_MODULES = 4;

function paintFrame(text: string, { width, height }: Clip, pose: Pose | undefined): Uint8Array {
  const grey = new Uint8Array(width * height).fill(TABLE);
  if (pose === undefined) return grey;
  const code = generate(text);
  const modules = code.size + 2 * QUIET_MODULES;
  const [cos, sin] = [Math.cos(pose.angleRad ?? 0), Math.sin(pose.angleRad ?? 0)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [(x - pose.x) / pose.sidePx, (y - pose.y) / pose.sidePx];
      const u = Math.floor((cos * dx + sin * dy + 0.5) * modules);
      const v = Math.floor((cos * dy - sin * dx + 0.5) * modules);
      if (u < 0 || v < 0 || u >= modules || v >= modules) continue;
      grey[y * width + x] = code.get(u - QUIET_MODULES, v - QUIET_MODULES) ? INK : PAPER;
    }
  }
  const blurPx = pose.blurPx ?? 0;
  return blurPx === 0 ? grey : boxBlur(boxBlur(grey, { width, height }, blurPx), { width, height }, blurPx);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Mean over a square of `2 * radius + 1` pixels, first along rows, then along columns. */
function boxBlur(grey: Uint8Array, { width, height }: Size, radius: number): Uint8Array {
  const rows = new Uint8Array(grey.length);
  for (let y = 0; y < height; y++)
    blurLine(grey, rows, { start: y * width, stride: 1, length: width, radius });
  const both = new Uint8Array(grey.length);
  for (let x = 0; x < width; x++) blurLine(rows, both, { start: x, stride: width, length: height, radius });
  return both;
}

interface Line {
  readonly start: number;
  readonly stride: number;
  readonly length: number;
  readonly radius: number;
}

/** Running mean: one addition and one subtraction per pixel, whatever the radius. Edges repeat outwards. */
function blurLine(from: Uint8Array, to: Uint8Array, { start, stride, length, radius }: Line): void {
  const at = (i: number) => from[start + stride * Math.min(length - 1, Math.max(0, i))]!;
  let sum = 0;
  for (let i = -radius; i <= radius; i++) sum += at(i);
  for (let i = 0; i < length; i++) {
    to[start + stride * i] = sum / (2 * radius + 1);
    sum += at(i + radius + 1) - at(i - radius);
  }
}

export interface CanvasView {
  readonly blurPx?: number;
  readonly angleRad?: number;
  /** 1: as large as the frame allows. */
  readonly scale?: number;
}

/** What `installCanvasCamera` leaves in the page as `window.canvasCamera`. */
export interface CanvasCamera {
  /** Holds a picture before the camera: a data or other URL. */
  show(url: string, view?: CanvasView): Promise<void>;
  clear(): void;
  /** From now on `getUserMedia` rejects with this error name; `undefined` allows it again. */
  refuseWith(errorName: string | undefined): void;
}

/**
 * Replaces the page's camera by a canvas: `context.addInitScript(installCanvasCamera)`. Works in Chromium, Firefox
 * and WebKit. Runs in the page, so it may use nothing from this file.
 */
export function installCanvasCamera(): void {
  // Also runs in pages that browsers show no camera to, such as about:blank.
  if (navigator.mediaDevices === undefined) return;
  const [width, height] = [1280, 720];
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d')!;
  let picture: HTMLImageElement | undefined;
  let view: CanvasView = {};
  let refusal: string | undefined;
  let ticks = 0;

  const paint = () => {
    context.filter = 'none';
    context.fillStyle = '#6a6a6a';
    context.fillRect(0, 0, width, height);
    // A stream sends frames only when its canvas changes, and no hand is quite still.
    const sway = 5 * Math.sin(ticks++ / 5);
    if (picture === undefined) return;
    const scale = (view.scale ?? 0.9) * Math.min(width / picture.width, height / picture.height);
    context.save();
    if (view.blurPx !== undefined) context.filter = `blur(${view.blurPx}px)`;
    context.translate(width / 2 + sway, height / 2);
    context.rotate(view.angleRad ?? 0);
    context.scale(scale, scale);
    context.drawImage(picture, -picture.width / 2, -picture.height / 2);
    context.restore();
  };
  paint();
  let painting: ReturnType<typeof setInterval> | undefined;

  const devices = {
    getUserMedia: async () => {
      if (refusal !== undefined) throw new DOMException('refused by the test', refusal);
      // Most pages of a journey never open it, and every frame costs.
      painting ??= setInterval(paint, 66);
      return canvas.captureStream(15);
    },
    enumerateDevices: async () => [
      { deviceId: 'canvas', kind: 'videoinput', label: 'canvas camera', groupId: '', toJSON: () => ({}) },
    ],
  };
  // On the prototype: WebKit forgets what is set on the object itself as soon as nobody holds it.
  Object.assign(MediaDevices.prototype, devices);
  const camera: CanvasCamera = {
    async show(url, next = {}) {
      const image = new Image();
      image.src = url;
      await image.decode();
      picture = image;
      view = next;
    },
    clear: () => {
      picture = undefined;
    },
    refuseWith: (errorName) => {
      refusal = errorName;
    },
  };
  Object.assign(window, { canvasCamera: camera });
}
