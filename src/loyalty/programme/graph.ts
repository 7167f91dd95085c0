/**
 * A shortest cycle through the node that starts nearest the front of the list, as `a, b, ..., a`; `undefined` when the
 * graph has none. The order of nodes and edges decides, so the answer is the same everywhere.
 */
export function findCycle(
  nodes: readonly string[],
  next: (node: string) => readonly string[],
): readonly string[] | undefined {
  for (const start of nodes) {
    const cycle = shortestWayBack(start, next);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** Breadth first from the start until it is met again. */
function shortestWayBack(
  start: string,
  next: (node: string) => readonly string[],
): readonly string[] | undefined {
  const seen = new Set<string>();
  let ways: (readonly string[])[] = [[start]];
  while (ways.length > 0) {
    const longer: (readonly string[])[] = [];
    for (const way of ways) {
      for (const node of next(way.at(-1)!)) {
        if (node === start) return [...way, node];
        if (!seen.has(node)) longer.push([...way, node]);
        seen.add(node);
      }
    }
    ways = longer;
  }
  return undefined;
}
