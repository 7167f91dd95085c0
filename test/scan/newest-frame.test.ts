import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecodeOptions, Decoder, Frame, Reading } from '#scan/decoder.ts';
import { newestFrameOnly } from '#scan/newest-frame.ts';

const FAST: DecodeOptions = { formats: ['qr_code'], effort: 'fast', maxReadings: 1 };
const STILL: DecodeOptions = { ...FAST, effort: 'still' };

/** A decoder that answers when told to, with the width of the frame as text. */
function slowDecoder() {
  const answers: (() => void)[] = [];
  let most = 0;
  const decoder: Decoder = {
    name: 'zxing-cpp',
    formats: ['qr_code'],
    decode: (frame) =>
      new Promise((resolve) => {
        answers.push(() => resolve([{ text: String(frame.width), format: 'qr_code' }]));
        most = Math.max(most, answers.length);
      }),
  };
  const settle = async () => {
    while (answers.length > 0) {
      answers.shift()!();
      await new Promise((done) => setTimeout(done, 0));
    }
  };
  return { decoder: newestFrameOnly(decoder), settle, mostAtOnce: () => most };
}

const frame = (width: number): Frame => ({ data: new Uint8ClampedArray(4), width, height: 1 });
const textsOf = (readings: readonly Reading[]) => readings.map(({ text }) => text);

describe('newest frame wins', () => {
  test('of the frames that come while one is under way, only the last is decoded', async () => {
    const { decoder, settle } = slowDecoder();
    const results = [1, 2, 3, 4].map((width) => decoder.decode(frame(width), FAST));
    await settle();
    expect((await Promise.all(results)).map(textsOf)).toEqual([['1'], [], [], ['4']]);
  });

  test('a frame that is passed over is closed, for it holds megabytes', async () => {
    const { decoder, settle } = slowDecoder();
    let closed = 0;
    const bitmap: Frame = { width: 2, height: 1, close: () => closed++ };
    const results = [frame(1), bitmap, frame(3)].map((each) => decoder.decode(each, FAST));
    await settle();
    await Promise.all(results);
    expect(closed).toBe(1);
  });

  test('still images are never passed over, one frame is under way at any time, and every call is answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (stills) => {
        const { decoder, settle, mostAtOnce } = slowDecoder();
        const results = stills.map((still, index) => decoder.decode(frame(index), still ? STILL : FAST));
        await settle();
        const texts = (await Promise.all(results)).map(textsOf);
        for (const [index, still] of stills.entries())
          if (still) expect(texts[index]).toEqual([String(index)]);
        expect(texts.at(-1)).toEqual([String(stills.length - 1)]);
        expect(mostAtOnce()).toBe(1);
      }),
      { numRuns: 50 },
    );
  });

  test('a decoder that breaks rejects the frame and goes on with the next', async () => {
    let calls = 0;
    const decoder = newestFrameOnly({
      name: 'zxing-cpp',
      formats: ['qr_code'],
      decode: async () => {
        if (calls++ === 0) throw new Error('broken');
        return [];
      },
    });
    const [first, second] = [decoder.decode(frame(1), FAST), decoder.decode(frame(2), FAST)];
    await expect(first).rejects.toThrow('broken');
    expect(await second).toEqual([]);
  });
});
