// A validator for the part of JSON Schema 2020-12 that our schema uses; an unknown keyword is a failure, not a pass.
type Schema = Readonly<Record<string, unknown>>;
type Check = (value: unknown, operand: never, schema: Schema, root: Schema) => boolean;

const typeNames: Readonly<Record<string, (value: unknown) => boolean>> = {
  integer: Number.isInteger,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isObject,
};

const checks: Readonly<Record<string, Check>> = {
  $ref: (value, ref: string, _, root) => isValid(value, definitionAt(ref, root), root),
  type: (value, name: string) => typeNames[name]!(value),
  enum: (value, choices: readonly unknown[]) => choices.includes(value),
  minimum: (value, least: number) => typeof value !== 'number' || value >= least,
  maximum: (value, most: number) => typeof value !== 'number' || value <= most,
  pattern: (value, source: string) => typeof value !== 'string' || new RegExp(source, 'u').test(value),
  maxLength: (value, most: number) => typeof value !== 'string' || [...value].length <= most,
  minItems: (value, least: number) => !Array.isArray(value) || value.length >= least,
  maxItems: (value, most: number) => !Array.isArray(value) || value.length <= most,
  maxProperties: (value, most: number) => !isObject(value) || Object.keys(value).length <= most,
  anyOf: (value, schemas: readonly Schema[], _, root) =>
    schemas.some((schema) => isValid(value, schema, root)),
  prefixItems: (value, schemas: readonly Schema[], _, root) =>
    !Array.isArray(value) ||
    schemas.every((schema, i) => i >= value.length || isValid(value[i], schema, root)),
  items: (value, of: Schema | false, schema, root) => {
    const before = ((schema['prefixItems'] as readonly Schema[] | undefined) ?? []).length;
    const rest = Array.isArray(value) ? value.slice(before) : [];
    return of === false ? rest.length === 0 : rest.every((item) => isValid(item, of, root));
  },
  required: (value, keys: readonly string[]) =>
    !isObject(value) || keys.every((key) => Object.hasOwn(value, key)),
  properties: (value, of: Readonly<Record<string, Schema>>, _, root) =>
    !isObject(value) ||
    Object.entries(of).every(
      ([key, schema]) => !Object.hasOwn(value, key) || isValid(value[key], schema, root),
    ),
  propertyNames: (value, of: Schema, _, root) =>
    !isObject(value) || Object.keys(value).every((key) => isValid(key, of, root)),
  additionalProperties: (value, of: Schema | false, schema, root) => {
    const known = Object.keys((schema['properties'] as object | undefined) ?? {});
    const others = isObject(value) ? Object.keys(value).filter((key) => !known.includes(key)) : [];
    return of === false
      ? others.length === 0
      : others.every((key) => isValid((value as Schema)[key], of, root));
  },
};
const annotations = ['$schema', '$id', '$defs', 'title', 'description'];

export function isValid(value: unknown, schema: Schema, root: Schema = schema): boolean {
  return Object.entries(schema).every(([keyword, operand]) => {
    if (annotations.includes(keyword)) return true;
    const check = checks[keyword];
    if (check === undefined) throw new Error(`the schema uses ${keyword}`);
    return check(value, operand as never, schema, root);
  });
}

function definitionAt(ref: string, root: Schema): Schema {
  return (root['$defs'] as Readonly<Record<string, Schema>>)[ref.replace('#/$defs/', '')]!;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
