import type { Lens } from './camera-source.ts';

/** Browsers show the system's name of a camera, in the system's language. */
const REAR =
  /back|rear|environment|world|rück|arrière|trasera|posteriore|traseira|задн|後|后|背|후면|خلف|پشت|\bsau\b/i;
const FRONT = /front|user|selfie|facetime|前|정면|أمام|جلو|trước/i;
/** Ultra-wide lenses do not focus near, telephoto lenses not at arm's length; the others are no cameras at all. */
const SPECIAL = /ultra|tele|macro|depth|infrared|\bir\b|monochrome|超广|超廣|望遠|长焦|長焦/i;

/**
 * The rear lenses, the one that reads codes best first: the main one. Android numbers its cameras and the main one
 * comes first, iOS lists the plain "Back Camera" before the combined ones. Special ones only where there are no others;
 * none when no label tells a rear lens.
 */
export function rearLenses(lenses: readonly Lens[]): readonly Lens[] {
  const rear = lenses.filter((lens) => REAR.test(lens.label) && !FRONT.test(lens.label));
  const plain = rear.filter((lens) => !SPECIAL.test(lens.label));
  return plain.length > 0 ? plain.toSorted((a, b) => lensNumber(a) - lensNumber(b)) : rear.slice(0, 1);
}

/** Whether a lens is a worse choice than the main rear one, so that reopening the camera is worth its time. */
export function isPoorForCodes(lens: Lens): boolean {
  return SPECIAL.test(lens.label) || FRONT.test(lens.label);
}

/** The last number of a label: Android writes "camera2 0, facing back", after the name of its interface. */
function lensNumber(lens: Lens): number {
  return Number(/\d+(?=\D*$)/.exec(lens.label)?.[0] ?? 0);
}
