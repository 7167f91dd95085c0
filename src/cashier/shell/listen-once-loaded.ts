/** A till is not reloaded for days, and a scanner that is not heard says nothing about it. */
const AGAIN_MS = 5_000;

/** Listens when the part that can has arrived; one that does not arrive is asked for again. Returns the way to stop. */
export function listenOnceLoaded<Part>(
  load: () => Promise<Part>,
  after: (delayMs: number, run: () => void) => () => void,
  listen: (part: Part) => () => void,
): () => void {
  let ended = false;
  let stop: () => void;
  const begin = (): void => {
    stop = () => undefined;
    void load().then(
      (part) => {
        if (!ended) stop = listen(part);
      },
      () => {
        if (!ended) stop = after(AGAIN_MS, begin);
      },
    );
  };
  begin();
  return () => {
    ended = true;
    stop();
  };
}
