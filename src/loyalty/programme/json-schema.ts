import { unreachable } from '#base/assert.ts';
import type { Field, ObjectShape, Shape, TaggedShape } from './shape.ts';
import { programmeTable } from './table.ts';

type Json = Readonly<Record<string, unknown>>;
interface Definition {
  readonly shape: Shape;
  schema: Json;
}
type Definitions = Map<string, Definition>;

/**
 * JSON Schema (2020-12) of a programme file, made from the tables that parse it, so that an editor completes and checks
 * while typing. It says everything about keys, types and ranges; existing days, nesting depth, references and the rest of
 * the linter's rules are beyond it.
 */
export function programmeJsonSchema(): Json {
  const definitions: Definitions = new Map();
  const root = schemaOfKind(programmeTable, definitions);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:tessera:programme',
    title: 'Tessera loyalty programme',
    ...root,
    $defs: Object.fromEntries([...definitions].map(([name, { schema }]) => [name, schema])),
  };
}

/** A named shape becomes a definition; when one name stands for two shapes, the later one is written out in place. */
function schemaOf(shape: Shape, definitions: Definitions): Json {
  const target = shape.kind === 'lazy' ? shape.get() : shape;
  if (shape.name === undefined) return schemaOfKind(target, definitions);
  const known = definitions.get(shape.name);
  if (known !== undefined && known.shape !== target) return schemaOfKind(target, definitions);
  if (known === undefined) {
    const definition: Definition = { shape: target, schema: {} };
    definitions.set(shape.name, definition);
    definition.schema = schemaOfKind(target, definitions);
  }
  return { $ref: `#/$defs/${shape.name}` };
}

function schemaOfKind(shape: Shape, definitions: Definitions): Json {
  const inner = (child: Shape): Json => schemaOf(child, definitions);
  switch (shape.kind) {
    case 'integer':
      return { type: 'integer', minimum: shape.min, maximum: shape.max };
    case 'text':
      return {
        type: 'string',
        pattern: shape.pattern.source,
        maxLength: shape.maxLength,
        description: shape.what,
      };
    case 'choice':
      return { enum: shape.of };
    case 'flag':
      return { type: 'boolean' };
    case 'list':
      return { type: 'array', items: inner(shape.of), minItems: shape.min, maxItems: shape.max };
    case 'tuple':
      return {
        type: 'array',
        prefixItems: shape.of.map(inner),
        items: false,
        minItems: shape.of.length,
        description: shape.what,
      };
    case 'map':
      return {
        type: 'object',
        propertyNames: inner(shape.key),
        additionalProperties: inner(shape.of),
        maxProperties: shape.max,
      };
    case 'object':
      return schemaOfObject(shape, definitions);
    case 'tagged':
      return schemaOfTagged(shape, definitions);
    case 'either':
      return { anyOf: Object.values(shape.of).map(inner) };
    case 'lazy':
      return inner(shape);
    default:
      return unreachable(shape);
  }
}

function schemaOfObject({ fields }: ObjectShape, definitions: Definitions): Json {
  const property = ({ shape, doc }: Field): Json => ({ ...schemaOf(shape, definitions), description: doc });
  const entries = Object.entries(fields);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([key, field]) => [key, property(field)])),
    required: entries.filter(([, { required }]) => required).map(([key]) => key),
    additionalProperties: false,
  };
}

function schemaOfTagged({ arms }: TaggedShape, definitions: Definitions): Json {
  return { anyOf: Object.values(arms).map((arm) => schemaOf(arm, definitions)) };
}
