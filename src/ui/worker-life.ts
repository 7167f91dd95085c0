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
