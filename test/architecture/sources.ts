// Reads every source file once and finds its imports, so that the tests judge what is really there.
import { readdirSync, readFileSync } from 'node:fs';

export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

export interface Source {
  /** Path below src, with forward slashes. */
  readonly path: string;
  readonly room: string;
  readonly text: string;
  /** The text without comments and string contents. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const STATEMENT = /(?:^|[\n;}])\s*(import|export)\s+(type\s+)?([^;'"]*?\bfrom\s*)?['"]([^'"]+)['"]/g;
const DYNAMIC = /\bimport\s*\(\s*['"]([^'"]+)['"]/g;

export function readSources(root = 'src'): readonly Source[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('tsconfig/') && !path.endsWith('.d.ts'))
    .sort()
    .map((path) => {
      const text = readFileSync(`${root}/${path}`, 'utf8');
      return { path, room: path.split('/')[0]!, text, code: codeOf(text), imports: importsOf(text) };
    });
}

function importsOf(text: string): Import[] {
  const bare = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const found: Import[] = [];
  for (const [, , type, clause, specifier] of bare.matchAll(STATEMENT)) {
    const named = /^\{([\s\S]*)\}\s*from\s*$/.exec((clause ?? '').trim().replace(/from$/, 'from'));
    const allTypes = named?.[1]
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean)
      .every((name) => name.startsWith('type '));
    found.push({ specifier: specifier!, typeOnly: type !== undefined || allTypes === true });
  }
  for (const [, specifier] of bare.matchAll(DYNAMIC)) found.push({ specifier: specifier!, typeOnly: false });
  return found;
}

function codeOf(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|[^:])\/\/.*$/gm, '$1')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
}
