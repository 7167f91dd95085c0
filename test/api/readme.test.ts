// The contract's README names every call, and every code that the server can answer.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { REFUSAL_KINDS } from '#i18n/refusal-kinds.ts';
import { DELEGATION_REFUSALS, REFUSAL_ORDER, SERVER_REFUSALS, WALLET_REFUSALS } from '#protocol/refusal.ts';

const readme = readFileSync('src/api/README.md', 'utf8');

test('every call has its row', () => {
  const rows = [...readme.matchAll(/^\| `(?:GET|POST) (\S+)`/gm)].map(([, route]) => route);
  expect(rows.toSorted()).toEqual(Object.values(ROUTES).toSorted());
});

/** Where answers are made; what stays between an operator and their own machine is no part of the contract. */
const ANSWERING = ['app.ts', '{devices,enrolment,http,push,recovery,routes,spending}/*.ts'];
const JUDGES = 'src/loyalty/ledger/judge-statement.ts';
/** Columns, events of the log, and what is answered as `clock_off`. */
const NO_ANSWERS = ['clock_skew', 'currency_exponent', 'locked', 'programme_unusable', 'record_quarantined'];
/** In the README "every refusal of a message". */
const OF_MESSAGES: readonly string[] = [
  ...REFUSAL_ORDER.flatMap(({ kinds }) => kinds),
  ...DELEGATION_REFUSALS,
  ...WALLET_REFUSALS,
  ...SERVER_REFUSALS,
];

test('every code that the server answers is in its tables', () => {
  const files = [...globSync(ANSWERING.map((path) => `src/server/${path}`)), JUDGES];
  const found = new Set(files.flatMap((file) => codesIn(readFileSync(file, 'utf8'))));
  expect(found.size).toBeGreaterThan(60);
  const tables = readme.slice(readme.indexOf('**Refusals**'), readme.indexOf('**Changes**'));
  const named = new Set([...tables.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code));
  const elsewhere = [...NO_ANSWERS, ...OF_MESSAGES];
  expect([...found].filter((code) => !named.has(code) && !elsewhere.includes(code))).toEqual([]);
});

/** What is refused at once, and whatever else is written like a kind that has words. */
function codesIn(text: string): readonly string[] {
  const refused = [
    ...text.matchAll(/(?:err\(\{ kind: '([a-z_]+)'|kind: '([a-z_]+)', status|code: '([a-z_]+)')/g),
  ];
  const written = [...text.matchAll(/'([a-z_]+)'/g)].filter(([, word]) => KINDS.includes(word!));
  return [...refused, ...written].flatMap(([, ...codes]) => codes.filter((code) => code !== undefined));
}

const KINDS: readonly string[] = REFUSAL_KINDS;
