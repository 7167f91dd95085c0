// One thing at a time. What a device does in the background and what the server does for it would otherwise pass each other
// in an order that no seed decides.
const platformImmediate = globalThis.setImmediate;
const platformTimeout = globalThis.setTimeout;
let pending = 0;

type Task = (...args: unknown[]) => void;

/** The fake disk does all of its work in such tasks. */
globalThis.setImmediate = ((task: Task, ...args: unknown[]) => {
  pending += 1;
  return platformImmediate(() => {
    pending -= 1;
    task(...args);
  });
}) as typeof setImmediate;

/** What shall happen "soon" (Dexie opens a database so) happens as soon as that; real waits are nobody's here. */
globalThis.setTimeout = ((task: Task, ms?: number, ...args: unknown[]) =>
  ms === undefined || ms === 0
    ? globalThis.setImmediate(task, ...args)
    : platformTimeout(task, ms, ...args)) as unknown as typeof setTimeout;

/** Settles when no disk has anything to do, and all that waited for one has gone on. */
export async function quiet(): Promise<void> {
  for (let still = 0; still < 2; still = pending === 0 ? still + 1 : 0) {
    await new Promise((resolve) => platformImmediate(resolve));
  }
}
