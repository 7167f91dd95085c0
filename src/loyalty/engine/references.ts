import type { Id, Programme } from '#loyalty/programme/types.ts';

/** Per programme, the ladders that anything in the definitions reads (`tier`, `rank`, rates by `tier:ladder`). */
export function laddersRead(definitions: readonly Programme[]): ReadonlyMap<Id, readonly Id[]> {
  const found = new Map<Id, Set<Id>>();
  for (const definition of definitions) {
    collect(definition, (reference) => {
      const [programme, ladder] = splitReference(reference, definition.id);
      const ladders = found.get(programme) ?? new Set<Id>();
      found.set(programme, ladders.add(ladder));
    });
  }
  return new Map([...found].map(([programme, ladders]) => [programme, [...ladders].sort()]));
}

/** `programme/id`, or an id of the programme that says it. */
export function splitReference(reference: Id, home: Id): readonly [Id, Id] {
  const slash = reference.indexOf('/');
  return slash === -1 ? [home, reference] : [reference.slice(0, slash), reference.slice(slash + 1)];
}

function collect(node: unknown, tell: (reference: Id) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) collect(item, tell);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'tier' && Array.isArray(value)) tell(String(value[0]));
    else if (key === 'rank' && typeof value === 'string') tell(value);
    else if (key === 'by' && typeof value === 'string' && value.startsWith('tier:')) tell(value.slice(5));
    else collect(value, tell);
  }
}
