/** Knows who is in the database, so that a page is left when nobody is. */
export interface Gate {
  readonly enter: <T>(work: () => Promise<T>) => Promise<T>;
  /** From now on nobody gets in; answers when the last one has left. The page goes away after it, and all that waited. */
  readonly shut: () => Promise<void>;
}

export function createGate(): Gate {
  let lastLeft = (): void => undefined;
  let inside = 0;
  let isShut = false;
  return {
    enter: async (work) => {
      if (isShut) return new Promise(() => undefined);
      inside += 1;
      try {
        return await work();
      } finally {
        inside -= 1;
        if (inside === 0) lastLeft();
      }
    },
    shut: () => {
      isShut = true;
      return new Promise((done) => {
        if (inside === 0) done();
        else lastLeft = done;
      });
    },
  };
}
