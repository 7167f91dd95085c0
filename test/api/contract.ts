// What the contract's files export. Whoever adds a message need not remember to add it to a test as well.
import { readdirSync } from 'node:fs';

export type NamedSchema = readonly [name: string, schema: unknown];

/** The operator's page is always of the server's own build. */
const NOT_OURS = 'operator.ts';
const FOLDER = new URL('../../src/api/', import.meta.url);

/** Every schema between the apps and the server, parts of messages included. */
export async function contractSchemas(): Promise<readonly NamedSchema[]> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && name !== NOT_OURS);
  const modules = await Promise.all(
    files.map((name) => import(new URL(name, FOLDER).href) as Promise<Record<string, unknown>>),
  );
  return modules.flatMap((module) => Object.entries(module).filter(([, value]) => isSchema(value)));
}

export function isMessage([name]: NamedSchema): boolean {
  return /(Request|Reply)$/.test(name);
}

function isSchema(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'schema';
}
