// Binary search in lists that are in the order of time.

/** Position of the first item for which `holds`, the length when there is none; it must hold for all items after that one. */
export function firstWhere<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return firstIndex(items.length, (index) => holds(items[index]!));
}

/** The same for the numbers below `count`. */
export function firstIndex(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Position of the first item at or after an instant. The end is tried first: most windows reach to now. */
export function firstFrom(items: readonly { readonly atMs: number }[], atMs: number): number {
  if (items.length === 0 || items[items.length - 1]!.atMs < atMs) return items.length;
  if (items[0]!.atMs >= atMs) return 0;
  return firstWhere(items, (item) => item.atMs >= atMs);
}
