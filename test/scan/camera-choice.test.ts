import { describe, expect, test } from 'vitest';
import { cameraProblemFrom } from '#scan/camera-problem.ts';
import type { CameraSource, Lens } from '#scan/camera-source.ts';
import { isPoorForCodes, rearLenses } from '#scan/lens-choice.ts';
import { openPreferredLens } from '#scan/lens-opening.ts';
import { lookAt, regionOf } from '#scan/scan-policy.ts';

const lensesNamed = (...labels: readonly string[]): Lens[] =>
  labels.map((label) => ({ id: `id of ${label}`, label }));

describe('the rear main lens', () => {
  test.each([
    [
      'Android',
      ['camera2 1, facing front', 'camera2 2, facing back', 'camera2 0, facing back'],
      'camera2 0, facing back',
    ],
    [
      'iPhone',
      ['Front Camera', 'Back Ultra Wide Camera', 'Back Camera', 'Back Telephoto Camera'],
      'Back Camera',
    ],
    ['German iPhone', ['Frontkamera', 'Ultra-Weitwinkel-Rückkamera', 'Rückkamera'], 'Rückkamera'],
    ['only an ultra-wide one behind', ['Front Camera', 'Back Ultra Wide Camera'], 'Back Ultra Wide Camera'],
    ['laptop', ['HD WebCam'], undefined],
    ['no permission yet', ['', ''], undefined],
  ])('%s', (_, labels, expected) => {
    expect(rearLenses(lensesNamed(...labels))[0]?.label).toBe(expected);
  });

  test('a webcam is kept, an ultra-wide or front camera is not', () => {
    const [webcam, wide, front] = lensesNamed(
      'HD WebCam',
      'Back Ultra Wide Camera',
      'camera2 1, facing front',
    );
    expect([webcam!, wide!, front!].map(isPoorForCodes)).toEqual([false, true, true]);
  });
});

describe('opening a lens', () => {
  /** A device whose browser prefers its first lens; streams are told apart by the id in their settings. */
  function deviceWith(lenses: readonly Lens[], broken = '') {
    const opened: string[] = [];
    const stopped: string[] = [];
    const source: CameraSource = {
      list: async () => lenses,
      async open({ video }) {
        const { deviceId } = video as { deviceId?: { exact: string } };
        const id = deviceId?.exact ?? lenses[0]!.id;
        if (!lenses.some((lens) => lens.id === id)) throw new DOMException('gone', 'OverconstrainedError');
        if (id === broken) throw new DOMException('Could not start video source', 'NotReadableError');
        opened.push(id);
        const track = { getSettings: () => ({ deviceId: id }), stop: () => stopped.push(id) };
        return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream;
      },
    };
    return { source, opened, stopped };
  }

  const lenses = lensesNamed('Back Ultra Wide Camera', 'Back Camera');

  test('a poor choice of the browser is corrected, and its stream stopped', async () => {
    const { source, opened, stopped } = deviceWith(lenses);
    await openPreferredLens(source, undefined);
    expect(opened).toEqual(['id of Back Ultra Wide Camera', 'id of Back Camera']);
    expect(stopped).toEqual(['id of Back Ultra Wide Camera']);
  });

  test('a broken main lens is stepped over when another plain one looks the same way', async () => {
    const three = lensesNamed('Back Ultra Wide Camera', 'Back Camera 0', 'Back Camera 1');
    const { source, opened } = deviceWith(three, 'id of Back Camera 0');
    await openPreferredLens(source, undefined);
    expect(opened).toEqual(['id of Back Ultra Wide Camera', 'id of Back Camera 1']);
  });

  test('when no better one opens the browser’s choice comes back', async () => {
    const { source, opened } = deviceWith(lenses, 'id of Back Camera');
    await openPreferredLens(source, undefined);
    expect(opened).toEqual(['id of Back Ultra Wide Camera', 'id of Back Ultra Wide Camera']);
  });

  test('the remembered lens is opened as it is', async () => {
    const { source, opened } = deviceWith(lenses);
    await openPreferredLens(source, 'id of Back Ultra Wide Camera');
    expect(opened).toEqual(['id of Back Ultra Wide Camera']);
  });

  test('a remembered lens that is gone is replaced by the main one', async () => {
    const { source, opened } = deviceWith(lenses);
    await openPreferredLens(source, 'unplugged');
    expect(opened.at(-1)).toBe('id of Back Camera');
  });
});

describe('why there is no picture', () => {
  test.each([
    ['NotAllowedError', 'camera_denied'],
    ['SecurityError', 'camera_denied'],
    ['NotFoundError', 'camera_absent'],
    ['OverconstrainedError', 'camera_absent'],
    ['NotReadableError', 'camera_busy'],
    ['AbortError', 'camera_busy'],
    ['InsecureContextError', 'insecure_context'],
  ])('%s is %s', (name, kind) => {
    expect(cameraProblemFrom(new DOMException('', name))).toEqual({ kind });
  });
});

describe('how frames are looked at', () => {
  test('every third look is at the whole frame, the others at the centred square in camera pixels', () => {
    const looks = Array.from({ length: 6 }, (_, turn) => lookAt(turn, 0));
    expect(looks.map(({ region }) => region)).toEqual([
      'centre',
      'centre',
      'whole',
      'centre',
      'centre',
      'whole',
    ]);
    expect(regionOf(looks[0]!, 1280, 720)).toEqual({ left: 280, top: 0, width: 720, height: 720 });
    expect(regionOf(looks[2]!, 720, 1280)).toEqual({ left: 0, top: 0, width: 720, height: 1280 });
  });

  test('after 1.5 s without a hit both regions get thorough looks, and fast ones still', () => {
    expect(Array.from({ length: 12 }, (_, turn) => lookAt(turn, 1499).effort)).not.toContain('thorough');
    const late = Array.from({ length: 6 }, (_, turn) => lookAt(turn, 1500));
    expect(new Set(late.map(({ region, effort }) => `${region} ${effort}`)).size).toBe(4);
  });
});
