/**
 * WCAG 2.2 contrast of white text on a colour `#rrggbb`, in hundredths (450 is the 4.5:1 that text needs). Display only:
 * nothing that is hashed or compared between devices depends on this floating-point figure.
 */
export function contrastWithWhite(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16)));
  const luminance = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  return Math.floor((1.05 / (luminance + 0.05)) * 100);
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
