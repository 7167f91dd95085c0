// From a readable frame to the result on the screen, stage by stage, and in the same run what its bare parts cost.
import { type TrainingApi, connectTraining } from '#bridge/cashier-training.ts';
import { codeModulesFrom, QUIET_MODULES } from '#ui/code-modules.ts';
import { deviceDecoders } from '#scan/device-decoders.ts';
import type { Decoder, PlainFrame } from '#scan/decoder.ts';
import { lookAt, type Region, regionOf } from '#scan/scan-policy.ts';
import { openAs } from '#protocol/open-message.ts';
import { MEMBER_PASS } from '#protocol/member-pass.ts';
import TrainingWorker from '#worker/cashier/training/main.ts?worker';

/** Milliseconds of every round. */
export interface TillTimes {
  readonly decode: readonly number[];
  readonly read: readonly number[];
  readonly paint: readonly number[];
  readonly parse: readonly number[];
  readonly verify: readonly number[];
  readonly write: readonly number[];
  readonly frame: readonly number[];
}

type Stage = keyof TillTimes;

declare global {
  interface Window {
    measureTill: (rounds: number) => Promise<TillTimes>;
  }
}

/** Pixels of a module: about as many as a phone at arm's length leaves in a picture of this size. */
const MODULE_PX = 5;
const PICTURE = { width: 1280, height: 720 };
/** A pass carries a certificate: two signatures. */
const SIGNATURES = 2;

window.measureTill = async (rounds) => {
  const till = connectTraining(new TrainingWorker());
  const decoder = await deviceDecoders().strongest(['qr_code']);
  if (decoder === undefined) throw new Error('no decoder could be loaded');
  const bare = await bareParts();
  const times: Record<Stage, number[]> = {
    decode: [],
    read: [],
    paint: [],
    parse: [],
    verify: [],
    write: [],
    frame: [],
  };
  // The first rounds warm up both sides alike and are thrown away.
  for (let round = -WARM_UP; round < rounds; round++) {
    const all = { ...(await oneReading(till, decoder, round)), ...(await bare(round)) };
    if (round >= 0) for (const [stage, ms] of Object.entries(all)) times[stage as Stage].push(ms);
  }
  return times;
};

const WARM_UP = 5;

async function oneReading(till: TrainingApi, decoder: Decoder, round: number) {
  const { text: code } = await till.specimen('member');
  // The part of the picture at which the scanner looks in its turn: the middle twice, then all of it.
  const frame = frameShowing(code, regionOf(lookAt(Math.max(0, round), 0), PICTURE.width, PICTURE.height));
  const output = document.getElementById('result')!;
  output.textContent = '';
  await nextFrame();
  await offBeat(round);
  const startMs = performance.now();
  const options = { formats: ['qr_code'] as const, effort: 'fast' as const, maxReadings: 1 };
  const [reading] = await decoder.decode(frame, options);
  const decodedMs = performance.now();
  if (reading?.text !== code) throw new Error(`the frame was misread: ${reading?.text}`);
  const outcome = await till.readCode(reading.text, { lines: [] });
  const readMs = performance.now();
  if (!outcome.ok || outcome.value.kind !== 'member') throw new Error(JSON.stringify(outcome));
  output.textContent = outcome.value.memberName;
  await nextFrame();
  const paintedMs = performance.now();
  const parseFromMs = performance.now();
  if (!openAs(MEMBER_PASS, code).ok) throw new Error('the pass does not open');
  return {
    decode: decodedMs - startMs,
    read: readMs - decodedMs,
    paint: paintedMs - readMs,
    parse: performance.now() - parseFromMs,
  };
}

/** One WebCrypto check per signature, one strict put, one frame: nothing can be faster that does these. */
async function bareParts() {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  const message = crypto.getRandomValues(new Uint8Array(200));
  const signature = await crypto.subtle.sign(algorithm, keys.privateKey, message);
  const database = await openBareDatabase();
  return async (round: number) => {
    await offBeat(round);
    const startMs = performance.now();
    for (let each = 0; each < SIGNATURES; each++)
      await crypto.subtle.verify(algorithm, keys.publicKey, signature, message);
    const verifiedMs = performance.now();
    await putStrictly(database, message);
    const writtenMs = performance.now();
    return { verify: verifiedMs - startMs, write: writtenMs - verifiedMs, frame: await frameMs() };
  };
}

function openBareDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('till-bench-bare', 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore('rows'));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('no database')));
  });
}

function putStrictly(database: IDBDatabase, value: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction('rows', 'readwrite', { durability: 'strict' });
    transaction.objectStore('rows').put(value, 'row');
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('error', () => reject(transaction.error ?? new Error('not written')));
  });
}

/** From one frame to the next, with something new to show in each. */
async function frameMs(): Promise<number> {
  const output = document.getElementById('result')!;
  output.textContent = 'frame';
  await nextFrame();
  const startMs = performance.now();
  output.textContent = String(startMs);
  await nextFrame();
  return performance.now() - startMs;
}

/** Until a frame with what was just changed has been painted: its callback comes before, a message of it after. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => {
        port1.close();
        resolve();
      });
      port1.start();
      port2.postMessage(null);
    });
  });
}

/** A customer does not wait for a frame to begin: every round starts at another point of it. */
function offBeat(round: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, (Math.abs(round) % 8) * 2));
}

/** The code in the middle of a grey camera picture. */
function frameShowing(code: string, { width, height }: Region): PlainFrame {
  const modules = codeModulesFrom(code);
  if (modules === undefined) throw new Error('too long for a code');
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  const side = modules.size + 2 * QUIET_MODULES;
  const left = Math.floor((width - side * MODULE_PX) / 2);
  const top = Math.floor((height - side * MODULE_PX) / 2);
  for (let y = 0; y < side * MODULE_PX; y++) {
    for (let x = 0; x < side * MODULE_PX; x++) {
      const column = Math.floor(x / MODULE_PX) - QUIET_MODULES;
      const row = Math.floor(y / MODULE_PX) - QUIET_MODULES;
      const inside = column >= 0 && row >= 0 && column < modules.size && row < modules.size;
      const at = ((top + y) * width + left + x) * 4;
      data.fill(inside && modules.dark(column, row) ? 20 : 240, at, at + 3);
    }
  }
  return { data, width, height };
}
