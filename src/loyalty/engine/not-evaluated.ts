import type { Earn, Effect, Lists, Programme } from '#loyalty/programme/types.ts';
import type { LoadRefusal } from './refusal.ts';

/** The first construct of a definition that the engine cannot evaluate, or `undefined`: refused by name, never guessed. */
export function firstUnevaluated(definition: Programme): LoadRefusal | undefined {
  const lists: readonly (readonly [string, Lists])[] = [
    [definition.id, definition],
    ...(definition.versions ?? []).map((version, i) => [`${definition.id}.versions[${i}]`, version] as const),
  ];
  for (const [path, list] of lists) {
    const found = inLists(list, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inLists(lists: Lists, path: string): LoadRefusal | undefined {
  for (const [i, measure] of (lists.measures ?? []).entries()) {
    if (measure.holdout !== undefined) return refuse('measure.holdout', `${path}.measures[${i}].holdout`);
  }
  const owners = [
    ...(lists.rules ?? []).map((rule, i) => [rule.do, `${path}.rules[${i}].do`] as const),
    ...(lists.rewards ?? []).map((reward, i) => [reward.gives ?? [], `${path}.rewards[${i}].gives`] as const),
  ];
  for (const [effects, where] of owners) {
    const found = inEffects(effects, where);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inEffects(effects: readonly Effect[], path: string): LoadRefusal | undefined {
  const at = effects.findIndex((effect) => 'earn' in effect && pending(effect.earn));
  return at === -1 ? undefined : refuse('earn.after', `${path}[${at}].earn.after`);
}

function pending(earn: Earn): boolean {
  return earn.after !== undefined;
}

function refuse(construct: string, path: string): LoadRefusal {
  return { kind: 'not_evaluated_yet', construct, path };
}
