import { type Result, err, ok } from '#base/result.ts';
import type { Id, Programme } from '#loyalty/programme/types.ts';
import type { LoadRefusal } from './refusal.ts';

/**
 * Programmes that are read come before those that read them, otherwise in the order given (README.md, "Programmes that read
 * each other": `needs` is a DAG).
 */
export function inDependencyOrder(
  definitions: readonly Programme[],
): Result<readonly Programme[], LoadRefusal> {
  const byId = new Map<Id, Programme>();
  for (const definition of definitions) {
    if (byId.has(definition.id)) {
      return err({ kind: 'duplicate_programme', programme: definition.id, path: `${definition.id}.id` });
    }
    byId.set(definition.id, definition);
  }
  const ordered: Programme[] = [];
  const entered = new Set<Id>();
  const visit = (definition: Programme): LoadRefusal | undefined => {
    if (ordered.includes(definition)) return undefined;
    const path = `${definition.id}.needs`;
    if (entered.has(definition.id)) return { kind: 'cyclic_needs', programme: definition.id, path };
    entered.add(definition.id);
    for (const id of definition.needs ?? []) {
      const needed = byId.get(id);
      if (needed === undefined) return { kind: 'missing_programme', programme: id, path };
      const refusal = visit(needed);
      if (refusal !== undefined) return refusal;
    }
    ordered.push(definition);
    return undefined;
  };
  for (const definition of definitions) {
    const refusal = visit(definition);
    if (refusal !== undefined) return err(refusal);
  }
  return ok(ordered);
}
