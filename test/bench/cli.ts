// npm run bench [-- --json --only GROUP,...]: our figures beside peers and limits, measured in one run.
import { misused, readArguments } from '../support/read-arguments.ts';
import { catalogueFigures } from './catalogue.ts';
import { distinctFigures } from './distinct.ts';
import type { Figure, Group } from './figure.ts';
import { growthFigures } from './growth.ts';
import { memoryFigures } from './memory.ts';
import { ruleFigures } from './rule.ts';
import { storedFigures } from './stored.ts';
import { tillFigures } from './till.ts';

const GROUPS: Readonly<Record<string, Group>> = {
  rule: ruleFigures,
  growth: growthFigures,
  catalogue: catalogueFigures,
  distinct: distinctFigures,
  memory: memoryFigures,
  stored: storedFigures,
  till: tillFigures,
};

const USAGE = `usage: npm run bench -- [--json] [--only GROUP,...], of ${Object.keys(GROUPS).join(', ')}`;
const { values } = readArguments(USAGE, {
  options: { json: { type: 'boolean' }, only: { type: 'string' } },
});
const only = values.only?.split(',') ?? Object.keys(GROUPS);
const figures: Figure[] = [];
for (const name of only) {
  const group = GROUPS[name];
  if (group === undefined) misused(USAGE, `no group is named "${name}"`);
  // On the error stream: what is printed stays one document.
  console.error(`measuring ${name} ...`);
  figures.push(...(await group()));
}
if (values.json === true) {
  const plain = figures.map(({ name, value, goal, ok }) => ({ name, value, goal, ok }));
  console.log(JSON.stringify({ figures: plain }));
} else for (const figure of figures) console.log(lineOf(figure));

function lineOf({ name, value, goal, ok, reason }: Figure): string {
  const verdict = goal === null ? '' : `  goal ${goal}: ${ok ? 'met' : 'missed'}`;
  const why = reason === undefined ? '' : ` (${reason})`;
  return `${name}: ${value ?? 'not measured'}${verdict}${why}`;
}
