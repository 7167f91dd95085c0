// A lens that does not open must neither end the scanning nor be remembered.
import { describe, expect, test } from 'vitest';
import type { CameraSource } from '#scan/camera-source.ts';
import type { Decoder, DecoderSet } from '#scan/decoder.ts';
import { type ScanProblem, createScanner } from '#scan/scanner.ts';

const LENSES = ['a', 'b', 'c'];

interface Device {
  /** What opening a lens rejects with, by the lens; `rear` is the browser's own choice. */
  readonly broken?: Record<string, string>;
  readonly stored?: string;
}

/** A device that chooses the lens `a` for itself. */
function deviceWith({ broken = {}, stored }: Device) {
  const asked: string[] = [];
  const problems: ScanProblem[] = [];
  const kept = { lens: stored };
  const clock = { nowMs: 0 };
  const source: CameraSource = {
    list: async () => LENSES.map((id) => ({ id, label: '' })),
    async open({ video }) {
      const name = (video as { deviceId?: { exact: string } }).deviceId?.exact ?? 'rear';
      asked.push(name);
      const fault = broken[name];
      if (fault !== undefined) throw new DOMException('Could not start video source', fault);
      return streamOf(name === 'rear' ? 'a' : name);
    },
  };
  const scanner = createScanner({
    source,
    decoders: { first: async () => ({}) as Decoder, best: () => undefined } as unknown as DecoderSet,
    video: Object.assign(new EventTarget(), {
      ownerDocument: new EventTarget(),
      play: async () => undefined,
    }) as unknown as HTMLVideoElement,
    clock: { nowMs: () => 0, monotonicMs: () => clock.nowMs, after: () => () => undefined },
    lensStore: {
      load: () => kept.lens,
      save: (lensId) => {
        kept.lens = lensId;
      },
    },
    onReading: () => undefined,
    onProblem: (problem) => problems.push(problem),
  });
  return { scanner, asked, problems, kept, broken, clock };
}

function streamOf(deviceId: string): MediaStream {
  const track = Object.assign(new EventTarget(), {
    getSettings: () => ({ deviceId }),
    stop: () => undefined,
  });
  return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream;
}

describe('changing the lens', () => {
  test('a lens that opens is remembered', async () => {
    const { scanner, kept } = deviceWith({});
    await scanner.start();
    expect(await scanner.setLens('b')).toMatchObject({ ok: true, value: { phase: 'watching', lensId: 'b' } });
    expect(kept.lens).toBe('b');
  });

  test('one that does not open is not, and the former one comes back', async () => {
    const { scanner, kept, problems } = deviceWith({ broken: { b: 'NotReadableError' } });
    await scanner.start();
    await scanner.setLens('c');
    const changed = await scanner.setLens('b');
    expect(changed).toMatchObject({ ok: true, value: { phase: 'watching', lensId: 'c' } });
    expect(kept.lens).toBe('c');
    expect(problems).toEqual([]);
  });

  test('when no lens opens any more, that is told', async () => {
    const { scanner, broken, problems, kept } = deviceWith({});
    await scanner.start();
    for (const name of ['rear', ...LENSES]) broken[name] = 'NotReadableError';
    expect(await scanner.setLens('b')).toEqual({ ok: false, error: { kind: 'camera_busy' } });
    expect(problems).toEqual([{ kind: 'camera_busy' }]);
    expect(kept.lens).toBeUndefined();
  });

  test('a lens chosen before the start is tried first and remembered then', async () => {
    const { scanner, kept } = deviceWith({ stored: 'c' });
    await scanner.setLens('b');
    expect(kept.lens).toBe('c');
    expect(await scanner.start()).toMatchObject({ ok: true, value: { lensId: 'b' } });
    expect(kept.lens).toBe('b');
  });

  test('of two changes in quick succession only the last goes on', async () => {
    const { scanner, asked } = deviceWith({ broken: { b: 'NotReadableError' } });
    await scanner.start();
    const first = scanner.setLens('b');
    const second = scanner.setLens('c');
    await first;
    expect(await second).toMatchObject({ ok: true, value: { phase: 'watching', lensId: 'c' } });
    expect(asked).toEqual(['rear', 'b', 'c']);
  });
});

describe('a lens that does not open among others', () => {
  test('is stepped over, and not tried again before a minute has passed', async () => {
    const { scanner, asked, kept, clock } = deviceWith({ broken: { b: 'NotReadableError' } });
    await scanner.start();
    expect(await scanner.setLens('b', 'c')).toMatchObject({ ok: true, value: { lensId: 'c' } });
    expect(kept.lens).toBe('c');
    await scanner.setLens('a', 'b');
    await scanner.setLens('b', 'c');
    expect(asked).toEqual(['rear', 'b', 'c', 'a', 'c']);
    clock.nowMs = 60_001;
    await scanner.setLens('a', 'b');
    await scanner.setLens('b', 'c');
    expect(asked.slice(5)).toEqual(['a', 'b', 'c']);
  });

  test('is tried when there is no other, and after the picture was off', async () => {
    const { scanner, asked, broken } = deviceWith({ broken: { b: 'NotReadableError', c: 'AbortError' } });
    await scanner.start();
    await scanner.setLens('b', 'c');
    delete broken['c'];
    expect(await scanner.setLens('b', 'c')).toMatchObject({ ok: true, value: { lensId: 'c' } });
    expect(asked).toEqual(['rear', 'b', 'c', 'a', 'b', 'c']);
    delete broken['b'];
    scanner.stop();
    await scanner.start();
    expect(await scanner.setLens('b', 'a')).toMatchObject({ ok: true, value: { lensId: 'b' } });
  });
});

describe('a remembered lens', () => {
  test.each(['NotReadableError', 'AbortError', 'OverconstrainedError'])(
    'that fails with %s gives way to the rear one',
    async (fault) => {
      const { scanner } = deviceWith({ broken: { b: fault }, stored: 'b' });
      expect(await scanner.start()).toMatchObject({ ok: true, value: { phase: 'watching', lensId: 'a' } });
    },
  );

  test('does not when the camera is denied', async () => {
    const { scanner, asked } = deviceWith({ broken: { b: 'NotAllowedError' }, stored: 'b' });
    expect(await scanner.start()).toEqual({ ok: false, error: { kind: 'camera_denied' } });
    expect(asked).toEqual(['b']);
  });
});
