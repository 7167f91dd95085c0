import type { State } from './state.ts';

/** Who answers for an account: the one that it was merged into (`link.ts`), or itself. */
export function resolveMember(state: Pick<State, 'aliases'>, id: string): string {
  let current = id;
  while (state.aliases.has(current)) current = state.aliases.get(current)!;
  return current;
}
