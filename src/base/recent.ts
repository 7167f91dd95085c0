/** What was worked out of late, by key; the one that was asked for the longest ago makes room. */
export interface Recent<V> {
  /** The remembered value, or what `make` gives now. */
  readonly of: (key: string, make: () => V) => V;
}

export function createRecent<V>(most: number): Recent<V> {
  const values = new Map<string, V>();
  return {
    of: (key, make) => {
      const known = values.has(key);
      const value = known ? values.get(key)! : make();
      if (known) values.delete(key);
      else if (values.size === most) values.delete(values.keys().next().value!);
      values.set(key, value);
      return value;
    },
  };
}
