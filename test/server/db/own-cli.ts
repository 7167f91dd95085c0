// Takes one data folder after another, each at the moment that other processes do: FOLDER COUNT FIRST-MS. Prints what it
// got of each, and owns it for as long as its standard input is open.
import path from 'node:path';
import { takeOwnership } from '#server/db/postgres-lock.ts';

const [folder, count, firstMs] = process.argv.slice(2) as [string, string, string];
const EVERY_MS = 40;

const got: string[] = [];
for (let at = 0; at < Number(count); at++) {
  // Not asleep: waking up takes longer than what is to be met here.
  while (Date.now() < Number(firstMs) + at * EVERY_MS);
  const owned = await takeOwnership(path.join(folder, String(at)));
  got.push(owned.ok ? 'owned' : owned.error.kind);
}
console.log(JSON.stringify(got));
process.stdin.resume();
