// Lets a test see what a screen asks for, and answer in the sample's place.

interface Watching {
  /** Names of what was asked, in order. */
  asked?: string[];
  /** By name; set before the page loads. */
  answers?: Record<string, (...given: unknown[]) => unknown>;
}

export function observed<T extends object>(sample: T): T {
  const page = window as Window & Watching;
  const asked = (page.asked ??= []);
  return new Proxy(sample, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name);
      if (typeof own !== 'function' || typeof name !== 'string') return own;
      return (...given: unknown[]): unknown => {
        asked.push(name);
        return (page.answers?.[name] ?? own).apply(target, given);
      };
    },
  });
}
