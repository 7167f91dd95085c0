// What a comment or document points to is in this repository: the file, the heading, the decision.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

interface Page {
  readonly file: string;
  /** One line each: comments of code, paragraphs of a document. */
  readonly passages: readonly string[];
}

const code = globSync('{src,test}/**/*.{ts,tsx,css}').map((file) => pageOf(file, commentsOf));
const documents = globSync(['*.md', 'docs/**/*.md', 'src/*/README.md']).map((file) =>
  pageOf(file, (text) => text.split('\n\n').map(joined)),
);
const pages = [...code, ...documents];
const decisions = new Set(
  globSync('docs/decisions/*.md').map((file) => Number(path.basename(file).slice(0, 4))),
);

test('the judge has read comments, and documents that point to headings and decisions', () => {
  expect(code.flatMap(({ passages }) => passages).length).toBeGreaterThan(3_000);
  expect(pages.flatMap((page) => namedHeadings(page)).length).toBeGreaterThan(50);
  expect(decisions.size).toBeGreaterThan(10);
});

describe('what is pointed to exists', () => {
  test('documents', () => {
    expect(faults((page) => namedFiles(page).filter((name) => fileOf(name, page) === undefined))).toEqual([]);
  });

  test('headings', () => {
    const missing = (page: Page) =>
      namedHeadings(page).filter(([name, heading]) => !hasHeading(fileOf(name, page), heading));
    expect(faults((page) => missing(page).map(String))).toEqual([]);
  });

  test('decisions', () => {
    const numbers = (page: Page) => found(page, /\bdecisions? (\d+)/g).map(([, number]) => Number(number));
    expect(
      faults((page) =>
        numbers(page)
          .filter((number) => !decisions.has(number))
          .map(String),
      ),
    ).toEqual([]);
  });

  test('sections by number are those of public standards', () => {
    const own = /\b(?:section|table) \d[\d.]*|\b(?:protocol|sync) design\b|\bdesign,? (?:of \w+, )?\d/gi;
    expect(faults((page) => found(page, own).map(([text]) => text))).toEqual([]);
  });

  test('links and paths of documents', () => {
    const linked = ({ file, passages }: Page) =>
      passages
        .flatMap((text) => [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)])
        .map(([, target]) => path.join(path.dirname(file), target!));
    const named = (page: Page) => found(page, /`((?:src|test|docs)\/[\w./*-]+)`/g).map(([, name]) => name!);
    const missing = (page: Page) =>
      [...linked(page), ...named(page)].filter((each) => globSync(each).length === 0);
    expect(documents.flatMap((page) => missing(page).map((each) => `${page.file}: ${each}`))).toEqual([]);
  });
});

test('CONTRIBUTING has every command of package.json', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: object };
  const commands = readFileSync('CONTRIBUTING.md', 'utf8')
    .match(/^\| `npm.*$/gm)!
    .join('\n');
  const missing = Object.keys(scripts).filter(
    (name) => !new RegExp(`npm (?:run )?${name}[\` ]`).test(commands),
  );
  expect(missing).toEqual([]);
});

function faults(faultsOf: (page: Page) => readonly string[]): readonly string[] {
  return pages.flatMap((page) => faultsOf(page).map((fault) => `${page.file}: ${fault}`));
}

function pageOf(file: string, passagesOf: (text: string) => readonly string[]): Page {
  return { file: file.replaceAll('\\', '/'), passages: passagesOf(readFileSync(file, 'utf8')) };
}

function commentsOf(text: string): readonly string[] {
  return (text.match(/^[ \t]*\/\*[\s\S]*?\*\/|(?:^[ \t]*\/\/.*\n?)+/gm) ?? []).map(joined);
}

/** Without what only breaks a line, and without addresses and sections of standards: they lie elsewhere. */
function joined(passage: string): string {
  return passage
    .replaceAll(/\n[ \t]*(?:\*|\/\/)? ?/g, ' ')
    .replaceAll(/https?:\S+/g, '')
    .replaceAll(/(?:RFC \d+|WebAuthn Level 3,|Media Capture and Streams,) section [\d.]+/g, '');
}

function found({ passages }: Page, pattern: RegExp): readonly RegExpExecArray[] {
  return passages.flatMap((text) => [...text.matchAll(pattern)]);
}

function namedFiles(page: Page): readonly string[] {
  return found(page, /[\w./-]+\.md\b/g).map(([name]) => name);
}

/** A file and, after a comma, its heading in quotes. */
function namedHeadings(page: Page): readonly (readonly [string, string])[] {
  return found(page, /([\w./-]+\.md)`?, "([^"]+)"/g).map(([, name, heading]) => [name!, heading!]);
}

/** Of the room first: a room's own page goes before the root's. */
function fileOf(name: string, { file }: Page): string | undefined {
  const room = file.split('/').slice(0, 2).join('/');
  return [path.join(room, name), name, path.join(path.dirname(file), name)].find((each) => existsSync(each));
}

function hasHeading(file: string | undefined, heading: string): boolean {
  if (file === undefined) return false;
  return readFileSync(file, 'utf8')
    .split('\n')
    .some((line) => line.replace(/^#+ /, '') === heading && line.startsWith('#'));
}
