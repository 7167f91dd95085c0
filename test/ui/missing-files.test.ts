// Files of the app that do not arrive the first time: the next try asks for them again.
import { afterEach, expect, test, vi } from 'vitest';
import { listenOnceLoaded } from '#cashier/shell/listen-once-loaded.ts';
import { loadOnce } from '#ui/load-part.ts';

afterEach(() => vi.resetModules());

test('a part is loaded once, and again after it did not arrive', async () => {
  let isCut = true;
  let loads = 0;
  const load = async (): Promise<string> => {
    loads++;
    if (isCut) throw new Error('no line');
    return 'part';
  };
  const made = loadOnce(load, (part) => ({ part }));
  await expect(Promise.all([made(), made()])).rejects.toThrow('no line');
  expect(loads).toBe(1);
  isCut = false;
  expect(await made()).toBe(await made());
  expect(loads).toBe(2);
});

test('decoders that did not arrive are asked for again by the next picture', async () => {
  let isCut = true;
  vi.doMock('#scan/device-decoders.ts', () => {
    if (isCut) throw new Error('no line');
    return { deviceDecoders: () => ({}) };
  });
  vi.doMock('#scan/image-file.ts', () => ({ decodeImageFile: async () => ({ ok: true, value: [] }) }));
  const { createDeviceScanning } = await import('#ui/device-scanning.ts');
  const clock = { nowMs: () => 0, monotonicMs: () => 0, after: () => () => undefined };
  const { inputs } = createDeviceScanning({ clock, demo: undefined });
  await expect(inputs.readImage(new Blob())).rejects.toThrow();
  isCut = false;
  expect(await inputs.readImage(new Blob())).toEqual({ ok: true, value: [] });
});

test('a scanner whose part did not arrive is heard once it does, and not after it was given up', async () => {
  let isCut = true;
  const heard: string[] = [];
  const waiting: (() => void)[] = [];
  const after = (_: number, run: () => void): (() => void) => {
    waiting.push(run);
    return () => void waiting.splice(waiting.indexOf(run), 1);
  };
  const load = async (): Promise<string> => {
    if (isCut) throw new Error('no line');
    return 'part';
  };
  const settled = (): Promise<void> => new Promise((done) => setTimeout(done));
  const listen = (part: string): (() => void) => {
    heard.push(part);
    return () => heard.push('ended');
  };
  const giveUp = listenOnceLoaded(load, after, listen);
  await settled();
  giveUp();
  expect(waiting).toEqual([]);
  const end = listenOnceLoaded(load, after, listen);
  await settled();
  isCut = false;
  waiting.shift()!();
  await settled();
  expect(heard).toEqual(['part']);
  end();
  expect(heard).toEqual(['part', 'ended']);
});
