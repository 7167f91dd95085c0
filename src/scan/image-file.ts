import { type Result, err, ok } from '#base/result.ts';
import type { DecoderSet, Reading } from './decoder.ts';
import { FORMATS, type Format } from './format.ts';

export type ImageProblem =
  | { readonly kind: 'image_unreadable' }
  | { readonly kind: 'image_without_code' }
  | { readonly kind: 'decoder_absent' };

/** A photo of 48 megapixels would take 190 MB; codes that fill a fair part of it survive this reduction. */
const MAX_SIDE_PX = 3000;
const MAX_READINGS = 16;

/**
 * All codes of a photo or screenshot, in any order, each text once. Refuses a file that is no picture, a
 * picture without a code, and a device on which no decoder could be loaded.
 */
export async function decodeImageFile(
  file: Blob,
  decoders: DecoderSet,
  formats: readonly Format[] = FORMATS,
): Promise<Result<readonly Reading[], ImageProblem>> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (bitmap === undefined) return err({ kind: 'image_unreadable' });
  const decoder = await decoders.strongest(formats);
  if (decoder === undefined) {
    bitmap.close();
    return err({ kind: 'decoder_absent' });
  }
  const frame = await withinLimit(bitmap);
  const readings = await decoder.decode(frame, { formats, effort: 'still', maxReadings: MAX_READINGS });
  const byText = new Map(readings.map((reading) => [reading.text, reading]));
  return byText.size === 0 ? err({ kind: 'image_without_code' }) : ok([...byText.values()]);
}

async function withinLimit(bitmap: ImageBitmap): Promise<ImageBitmap> {
  const scale = MAX_SIDE_PX / Math.max(bitmap.width, bitmap.height);
  if (scale >= 1) return bitmap;
  const resizeWidth = Math.max(1, Math.round(bitmap.width * scale));
  const smaller = await createImageBitmap(bitmap, { resizeWidth, resizeQuality: 'high' });
  bitmap.close();
  return smaller;
}
