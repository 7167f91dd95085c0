/** Files that did not arrive, by what loads them. */
const missing = new Map<unknown, string>();
let tries = 0;
let isLost = false;
let tell = (): void => undefined;

/**
 * Tells an app, or its newest screen, that a part did not arrive under another name either. Where there is a line, it is a file
 * which that part shares that the browser remembers, and only a new page brings it; without a line a new page would be none.
 */
export function whenPartLost(run: () => void): void {
  tell = run;
  if (isLost) run();
}

/**
 * Loads a part of the app. A browser remembers a file that did not arrive for as long as the page lives, so the next
 * try asks for it under another name: what follows a `#` never leaves the browser. It helps only with the part's own file: one
 * that it shares with others is named inside it, and stays remembered.
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  const file = missing.get(load);
  try {
    return await (file === undefined ? load() : import(/* @vite-ignore */ `${file}#${++tries}`));
  } catch (error) {
    // Chromium and Firefox name the file; where nobody does, it is asked for as before.
    const named = /http[^\s#]+\.js/.exec(String(error))?.[0];
    if (file !== undefined) {
      isLost = true;
      tell();
    } else if (named !== undefined) missing.set(load, named);
    throw error;
  }
}

/** Loads a part when it is first wanted and makes of it what is needed, once. After a failure the next call tries anew. */
export function loadOnce<Part, Made>(
  load: () => Promise<Part>,
  make: (part: Part) => Made,
): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => {
    made ??= loadPart(load)
      .then(make)
      .catch((error: unknown) => {
        made = undefined;
        throw error;
      });
    return made;
  };
}
