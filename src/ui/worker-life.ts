/**
 * Leaves the page when its worker is at rest. WebKit loses track of what a worker was reading or writing when its page went
 * away: that stays open for as long as the browser runs, and the next page cannot write (decision 7).
 */
export async function leavePage(worker: { rest(): Promise<void> }, go: () => void): Promise<void> {
  await Promise.race([worker.rest().catch(() => undefined), afterLongest()]);
  go();
}

/** A worker that is dead or deep in work does not keep anybody. */
function afterLongest(): Promise<void> {
  return new Promise((done) => setTimeout(done, 2_000));
}

/**
 * Ends the worker when its page goes away. WebKit may keep a left page in memory with its worker asleep in the middle
 * of a transaction and with its locks held, and the next page would wait for them for ever. Nothing is lost: whatever
 * the worker was doing is written whole or not at all. A page that comes back from memory starts anew.
 */
export function endWorkerWithPage(worker: Worker): void {
  window.addEventListener('pagehide', () => worker.terminate());
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}
