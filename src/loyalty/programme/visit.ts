// Walks a parsed programme along the same tables that parsed it, and calls a check at every named place.
import { childPath } from './problem.ts';
import type { NamedValues } from './named.ts';
import type { Shape, ShapeName } from './shape.ts';
import { LIST_NAMES, programmeTable } from './table.ts';
import type { Lists, Programme } from './types.ts';

/** What to do at each named place; the path is a JSON pointer from the programme's root. */
export type Visitor = {
  readonly [N in ShapeName]?: (value: NamedValues[N], path: string) => void;
};

/** Visits everything, versions included. */
export function visitProgramme(programme: Programme, visitor: Visitor): void {
  visitShape(programmeTable, programme, '', visitor);
}

/** Visits the ten lists only: those of the programme itself (path ''), or of one version. */
export function visitLists(lists: Lists, path: string, visitor: Visitor): void {
  for (const name of LIST_NAMES) {
    const declared = lists[name];
    if (declared !== undefined) {
      visitShape(programmeTable.fields[name]!.shape, declared, `${path}/${name}`, visitor);
    }
  }
}

/** Visits one parsed value of a known shape, such as an expression, from the outside in. */
export function visitShape(shape: Shape, value: unknown, path: string, visitor: Visitor): void {
  if (shape.name !== undefined) {
    // The tables pair each name with its type (named.ts); TypeScript cannot follow the pairing through the lookup.
    const visit = visitor[shape.name] as ((value: unknown, path: string) => void) | undefined;
    visit?.(value, path);
  }
  switch (shape.kind) {
    case 'lazy':
      return visitShape(shape.get(), value, path, visitor);
    case 'either':
      return visitEither(shape.of, value, path, visitor);
    case 'tagged': {
      const arm = Object.keys(shape.arms).find((tag) => Object.hasOwn(value as object, tag));
      return visitShape(shape.arms[arm!]!, value, path, visitor);
    }
    case 'list':
    case 'tuple':
      return (value as readonly unknown[]).forEach((item, index) => {
        const of = shape.kind === 'list' ? shape.of : shape.of[index]!;
        visitShape(of, item, childPath(path, index), visitor);
      });
    case 'map':
      return Object.entries(value as object).forEach(([key, member]) => {
        visitShape(shape.of, member, childPath(path, key), visitor);
      });
    case 'object':
      return Object.entries(value as object).forEach(([key, member]) => {
        visitShape(shape.fields[key]!.shape, member, childPath(path, key), visitor);
      });
    default:
      return undefined;
  }
}

function visitEither(
  of: Extract<Shape, { kind: 'either' }>['of'],
  value: unknown,
  path: string,
  visitor: Visitor,
): void {
  const type = Array.isArray(value) ? 'list' : (typeof value as 'string' | 'number' | 'boolean' | 'object');
  visitShape(of[type]!, value, path, visitor);
}
