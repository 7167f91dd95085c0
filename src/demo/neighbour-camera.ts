// A camera that looks at the neighbour's screen: paints what code is shown there, as a camera would see it,
// and hands the picture out as an ordinary video stream. Decoding takes the ordinary path.

const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES_PER_S = 10;
/** What lies around the neighbour's screen. */
const TABLE = '#6a6a6a';

export interface NeighbourCamera {
  readonly stream: () => MediaStream;
}

/** `screen` gives the neighbour's document, or nothing while it loads. */
export function createNeighbourCamera(screen: () => Document | null): NeighbourCamera {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const picture = canvas.getContext('2d', { alpha: false })!;
  let painting: number | undefined;
  return {
    stream: () => {
      // One painter serves every stream; it runs on while the page lives, as a camera would.
      painting ??= window.setInterval(() => paint(picture, codeOn(screen())), 1000 / FRAMES_PER_S);
      return canvas.captureStream(FRAMES_PER_S);
    },
  };
}

/** The largest code that is visible on the neighbour's screen. */
function codeOn(screen: Document | null): HTMLCanvasElement | undefined {
  const codes = [...(screen?.querySelectorAll<HTMLCanvasElement>('canvas[data-code]') ?? [])];
  return codes
    .filter((code) => code.width > 0 && code.checkVisibility?.() !== false)
    .sort((a, b) => b.width - a.width)[0];
}

function paint(picture: CanvasRenderingContext2D, code: HTMLCanvasElement | undefined): void {
  picture.fillStyle = TABLE;
  picture.fillRect(0, 0, WIDTH, HEIGHT);
  if (!code) return;
  // The screen's glass around the code, then the code itself, a little off centre and not quite still.
  const side = HEIGHT * 0.8;
  const sway = 4 * Math.sin(performance.now() / 700);
  const x = (WIDTH - side) / 2 + sway;
  const y = (HEIGHT - side) / 2;
  picture.fillStyle = '#ffffff';
  picture.fillRect(x - 24, y - 24, side + 48, side + 48);
  picture.imageSmoothingEnabled = true;
  picture.drawImage(code, x, y, side, side);
}
