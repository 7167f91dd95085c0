type Calls<T> = {
  readonly [N in keyof T]: T[N] extends (...given: never[]) => Promise<unknown> ? T[N] : never;
};

/**
 * An interface that may be called before it exists: each call waits for it. A worker must listen from its first
 * moment, or what its window asks meanwhile is lost.
 */
export function whenReady<T extends object>(ready: Promise<T & Calls<T>>): T {
  return new Proxy({} as T, {
    get: (_, name) =>
      typeof name === 'symbol' || name === 'then'
        ? undefined
        : async (...given: unknown[]) => {
            const there = await ready;
            return (there[name as keyof T] as (...args: unknown[]) => unknown)(...given);
          },
  });
}
