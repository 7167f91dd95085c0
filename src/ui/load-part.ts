/** Files that did not arrive, by what loads them. */
const missing = new Map<unknown, string>();
let tries = 0;

/**
 * Loads a part of the app. A browser remembers a file that did not arrive for as long as the page lives, so the next
 * try asks for it under another name: what follows a `#` never leaves the browser.
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  const file = missing.get(load);
  try {
    return await (file === undefined ? load() : import(/* @vite-ignore */ `${file}#${++tries}`));
  } catch (error) {
    // Chromium and Firefox name the file; where nobody does, it is asked for as before.
    const named = /http[^\s#]+\.js/.exec(String(error))?.[0];
    if (named !== undefined) missing.set(load, named);
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
