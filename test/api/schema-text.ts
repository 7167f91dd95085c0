// A schema as text: two schemas that accept the same messages in the same way have the same text, whatever file they are in.

interface AnySchema {
  readonly type: string;
  readonly kind: string;
  readonly entries?: Readonly<Record<string, AnySchema>>;
  readonly options?: readonly unknown[];
  readonly item?: AnySchema;
  readonly key?: AnySchema;
  readonly value?: AnySchema;
  readonly wrapped?: AnySchema;
  readonly literal?: unknown;
  readonly requirement?: unknown;
  readonly pipe?: readonly AnySchema[];
}

/** Everything in a schema that decides what it accepts, as plain data in a fixed order. */
export function describeSchema(schema: unknown): unknown {
  const { type, entries, options, item, key, value, wrapped, literal, requirement, pipe } =
    schema as AnySchema;
  const [, ...actions] = pipe ?? [];
  return {
    type,
    ...(entries && { entries: sortedEntries(entries) }),
    ...(options && { options: options.map((one) => (isSchema(one) ? describeSchema(one) : one)) }),
    ...(item && { item: describeSchema(item) }),
    ...(key && { key: describeSchema(key) }),
    ...(isSchema(value) && { value: describeSchema(value) }),
    ...(wrapped && { wrapped: describeSchema(wrapped) }),
    ...(literal === undefined ? {} : { literal }),
    ...(requirement === undefined ? {} : { requirement: String(requirement) }),
    ...(actions.length === 0 ? {} : { actions: actions.map(describeSchema) }),
  };
}

function sortedEntries(entries: Readonly<Record<string, AnySchema>>): readonly unknown[] {
  return Object.keys(entries)
    .toSorted()
    .map((name) => [name, describeSchema(entries[name])]);
}

function isSchema(one: unknown): one is AnySchema {
  return typeof one === 'object' && one !== null && 'kind' in one;
}
