// npm run fold -- FILE: folds {"programmes":[definition],"events":[...],"queries":[{at, member}]} and prints one JSON document.
import { readFileSync } from 'node:fs';
import type { Query } from '#loyalty/engine/outcome.ts';
import { replay } from '#loyalty/engine/replay.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { loadDefinitions } from './load-definitions.ts';
import { DEFAULT_MEMBER, expandRepeats, type WrittenEvent } from './notation.ts';
import { writeNotation } from './write-notation.ts';

interface FoldFile {
  readonly programmes: readonly unknown[];
  readonly events: readonly WrittenEvent[];
  readonly queries?: readonly { readonly at: string; readonly member?: string }[];
}

const path = process.argv[2];
if (path === undefined) {
  console.error('usage: npm run fold -- FILE');
  process.exit(2);
}
const file = JSON.parse(readFileSync(path, 'utf8')) as FoldFile;
const loaded = loadDefinitions(file.programmes);
if ('refusal' in loaded) refuse(loaded.refusal);
const { programmes } = loaded;
const events: readonly LoyaltyEvent[] = expandRepeats(file.events);
const queries = (file.queries ?? []).map(({ at, member }): Query => ({
  at,
  member: member ?? DEFAULT_MEMBER,
}));
try {
  console.log(JSON.stringify(writeNotation(programmes, replay(programmes, events, queries))));
} catch (error) {
  if (!(error instanceof Error) || !('kind' in error)) throw error;
  refuse({ kind: error.kind, message: error.message });
}

function refuse(refusal: unknown): never {
  console.log(JSON.stringify({ refusal }));
  process.exit(1);
}
