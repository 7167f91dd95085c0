// Definitions that are almost right: the published ones with a few places replaced, removed, doubled or renamed.
import fc from 'fast-check';
import { PUBLISHED_DEFINITIONS } from '#loyalty/programme/presets/published/definitions.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const anyDefinition = fc.constantFrom(...(Object.values(PUBLISHED_DEFINITIONS) as Json[]));
export const anyJson = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
/** What often stands in definitions, so that a replacement has a chance to be accepted. */
const likelyJson: fc.Arbitrary<Json> = fc.constantFrom<Json>(0, 1, 12, true, 'all', 'spend', [1, 2], [], {});

export const almostDefinition: fc.Arbitrary<Json> = fc
  .tuple(
    anyDefinition,
    fc.array(fc.record({ at: fc.nat(), kind: fc.nat(4), with: fc.oneof(anyJson, likelyJson) }), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([definition, edits]) =>
    edits.reduce((json, edit) => mutate(json, edit), structuredClone(definition)),
  );

interface Edit {
  readonly at: number;
  readonly kind: number;
  readonly with: Json;
}

function mutate(root: Json, edit: Edit): Json {
  const parents = containersIn(root);
  const parent = parents[edit.at % Math.max(1, parents.length)];
  if (parent === undefined) return edit.with;
  const keys = Object.keys(parent);
  const key = keys[edit.at % Math.max(1, keys.length)] ?? 'x';
  const holder = parent as Record<string, Json>;
  if (edit.kind === 0) holder[key] = structuredClone(edit.with);
  else if (edit.kind === 1 && Array.isArray(parent)) parent.splice(edit.at % Math.max(1, parent.length), 1);
  else if (edit.kind === 1) delete holder[key];
  else if (edit.kind === 2) addBeside(parent, key);
  else if (Array.isArray(parent)) parent.push(structuredClone(parent[0] ?? edit.with));
  else holder[key] = [holder[key] ?? null];
  return root;
}

/** Nothing but JSON may come out, so a list gets no further keys. */
function addBeside(parent: Json[] | { [key: string]: Json }, key: string): void {
  if (Array.isArray(parent)) parent.unshift(null);
  else parent[`${key}x`] = parent[key] ?? null;
}

function containersIn(json: Json): readonly (Json[] | { [key: string]: Json })[] {
  if (typeof json !== 'object' || json === null) return [];
  return [json, ...Object.values(json).flatMap(containersIn)];
}
