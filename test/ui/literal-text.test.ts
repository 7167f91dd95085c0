// No words outside i18n: the text nodes and the spoken attributes of every component are looked at.
import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

const ROOMS = ['ui', 'wallet', 'cashier', 'demo', 'operator'];
/** Attributes that people read or hear. */
const SPOKEN = new Set([
  'aria-label',
  'aria-description',
  'title',
  'alt',
  'placeholder',
  'label',
  'headline',
  'words',
]);

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

test.each(ROOMS)('room %s shows no literal words', (room) => {
  const files = filesOf(room);
  expect(files.length, `components read in src/${room}`).toBeGreaterThan(
    room === 'demo' || room === 'operator' ? 0 : 4,
  );
  const seen = { elements: 0 };
  const literals = files.flatMap((file) => literalsIn(file, readFileSync(file, 'utf8'), seen));
  expect(seen.elements).toBeGreaterThan(files.length);
  expect(literals).toEqual([]);
});

test('the scan finds what it looks for', () => {
  const seen = { elements: 0 };
  const guilty = `const A = () => <p title="Hello">{'Bonjour'} 12 · <b>سلام</b>{x ? 'Da' : y}<i>{\`Hi \${z}\`}</i></p>;`;
  const found = literalsIn('guilty.tsx', guilty, seen).map((line) => line.split(': ')[1]);
  expect(found.toSorted()).toEqual(['Bonjour', 'Da', 'Hello', 'Hi ', 'سلام']);
  expect(
    literalsIn('clean.tsx', `const B = () => <p class="a" data-x="y">{words.hello} · {n}</p>;`, seen),
  ).toEqual([]);
});

function filesOf(room: string): readonly string[] {
  return readdirSync(`src/${room}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx'))
    .map((path) => `src/${room}/${path.replaceAll('\\', '/')}`);
}

function literalsIn(file: string, source: string, seen: { elements: number }): readonly string[] {
  const { program, errors } = parseSync(file, source);
  expect(errors, file).toEqual([]);
  const found: string[] = [];
  const report = (text: string) => {
    if (/\p{L}/u.test(text)) found.push(`${file}: ${text}`);
  };
  walk(program as unknown as Node, (node) => {
    if (node.type === 'JSXElement') seen.elements++;
    if (node.type === 'JSXElement' && !isCode(node)) {
      for (const child of node['children'] as readonly Node[]) {
        if (child.type === 'JSXText') report(String(child['value']).trim());
      }
    }
    if (node.type === 'JSXAttribute' && isSpoken(node)) shownTexts(node['value'] as Node | null, report);
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      for (const child of node['children'] as readonly Node[]) {
        if (child.type === 'JSXExpressionContainer') shownTexts(child['expression'] as Node, report);
      }
    }
  });
  return found;
}

/** A command to type is the same in every language. */
function isCode(element: Node): boolean {
  const opening = element['openingElement'] as { readonly name: { readonly name?: unknown } };
  return opening.name.name === 'code';
}

function isSpoken(attribute: Node): boolean {
  return SPOKEN.has(String((attribute['name'] as { readonly name?: unknown }).name));
}

/** The texts an expression can evaluate to, as far as they stand in it. */
function shownTexts(node: Node | null, report: (text: string) => void): void {
  if (node === null) return;
  if (node.type === 'Literal' && typeof node['value'] === 'string') report(node['value']);
  if (node.type === 'TemplateLiteral') {
    for (const part of node['quasis'] as readonly { readonly value: { readonly raw: string } }[])
      report(part.value.raw);
  }
  if (node.type === 'JSXExpressionContainer') shownTexts(node['expression'] as Node, report);
  if (node.type === 'ConditionalExpression' || node.type === 'LogicalExpression') {
    for (const branch of ['consequent', 'alternate', 'right'])
      shownTexts((node[branch] as Node | undefined) ?? null, report);
  }
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && 'type' in child) walk(child as Node, visit);
    }
  }
}
