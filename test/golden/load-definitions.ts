import { loadProgrammes } from '#loyalty/engine/load.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import { lintTogether } from '#loyalty/programme/lint-together.ts';
import { loadProgramme } from '#loyalty/programme/lint.ts';
import type { Programme } from '#loyalty/programme/types.ts';

export type Loaded = { readonly programmes: readonly LoadedProgramme[] } | { readonly refusal: unknown };

/** Every check of the way into the product: shape, meaning (rings among them), what the definitions say of one another. */
export function loadDefinitions(definitions: readonly unknown[]): Loaded {
  const programmes: Programme[] = [];
  for (const definition of definitions) {
    const parsed = loadProgramme(definition);
    if (!parsed.ok) return { refusal: parsed.error };
    programmes.push(parsed.value);
  }
  const problems = lintTogether(programmes).filter(({ severity }) => severity === 'error');
  if (problems.length > 0) return { refusal: { kind: 'programmes_invalid', problems } };
  const loaded = loadProgrammes(programmes);
  return loaded.ok ? { programmes: loaded.value } : { refusal: loaded.error };
}
