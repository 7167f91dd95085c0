// The runner itself must be able to fail: every kind of wrong expectation is found, and a refused programme counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PUBLISHED_DEFINITIONS } from '#loyalty/programme/presets/published/definitions.ts';
import { eventsOf, type Scenario } from './notation.ts';
import { runScenario } from './run-scenario.ts';

const base: Scenario = {
  id: 's1',
  programmes: ['nordstrom'],
  events: [
    { id: 'p1', at: '2016-03-01T10:00:00-08:00', type: 'purchase', amount: 200_000, family: 'nordstrom' },
    {
      id: 'p2',
      at: '2016-03-02T10:00:00-08:00',
      type: 'purchase',
      amount: 1800,
      family: 'nordstrom',
      use: ['note', 'note'],
    },
  ],
  expect: {
    events: {
      p1: { earned: { np: 2000 }, issued: { note: 1 } },
      p2: { discount: 1800, payable: 0, earned: {}, rejected: [['note', 'none']] },
    },
    states: [
      {
        at: '2016-03-01T11:00:00-08:00',
        balance: { np: 0 },
        vouchers: { note: 1 },
        voucherValue: { note: [2000] },
      },
    ],
  },
};

function withEvent(id: string, outcome: Record<string, unknown>): Scenario {
  return { ...base, expect: { events: { [id]: outcome } } };
}

function withState(state: Record<string, unknown>): Scenario {
  return { ...base, expect: { states: [{ at: '2016-03-01T11:00:00-08:00', ...state }] } };
}

test('a right scenario has no differences', () => {
  expect(runScenario(base, undefined)).toEqual([]);
});

describe('a wrong expectation is a difference', () => {
  test.each<[string, Scenario]>([
    ['a wrong quantity', withEvent('p1', { earned: { np: 1999 } })],
    ['nothing expected where something is', withEvent('p1', { issued: {} })],
    ['something expected where nothing is', withEvent('p2', { earned: { np: 1 } })],
    ['a wrong amount', withEvent('p2', { payable: 1 })],
    ['a wrong reason', withEvent('p2', { rejected: [['note', 'min']] })],
    ['a rejection that is not expected', withEvent('p2', { rejected: [] })],
    ['an event that does not exist', withEvent('p9', { accepted: true })],
    ['a wrong balance', withState({ balance: { np: 1 } })],
    ['a wrong voucher count', withState({ vouchers: { note: 2 } })],
    ['a wrong voucher value', withState({ voucherValue: { note: [2000, 2000] } })],
    ['a benefit that is not there', withState({ benefits: ['lounge'] })],
    ['a segment that does not hold', withState({ segments: { vip: true } })],
    ['a tier that is not held', withState({ tier: { vip: 'gold' } })],
  ])('%s', (_, scenario) => {
    expect(runScenario(scenario, undefined)).toHaveLength(1);
  });
});

test('a programme that is refused when it is loaded fails the scenario and says why', () => {
  const [difference] = runScenario(base, { nordstrom: { id: 'nordstrom', tz: 'Mars/Olympus' } });
  expect(JSON.stringify(difference)).toContain('programme_invalid');
  expect(runScenario({ ...base, programmes: ['nobody'] }, undefined)).toHaveLength(1);
});

test.each([
  ['metrics that read one another', ['a']],
  ['programmes that need one another', ['b', 'c']],
])('%s are refused when they are loaded', (_, programmes) => {
  const common = { tz: 'UTC', currency: { code: 'EUR', exp: 2 } };
  const metrics = [
    { id: 'x', value: { m: 'y' } },
    { id: 'y', value: { m: 'x' } },
  ];
  const rings = {
    a: { ...common, id: 'a', metrics },
    b: { ...common, id: 'b', needs: ['c'] },
    c: { ...common, id: 'c', needs: ['b'] },
  };
  const [difference] = runScenario({ ...base, programmes }, rings);
  expect(difference).toMatchObject({ path: 'programmes', expected: 'loaded' });
  expect(JSON.stringify(difference)).toMatch(/cycle/);
});

test('repeat stands for events one after the other, in the same offset', () => {
  const written = {
    id: 'd',
    at: '2020-06-01T23:30:00+04:30',
    type: 'delivery',
    repeat: { n: 2, everySeconds: 3600 },
  };
  expect(eventsOf({ ...base, events: [written] })).toEqual([
    { id: 'd#001', at: '2020-06-01T23:30:00+04:30', type: 'delivery' },
    { id: 'd#002', at: '2020-06-02T00:30:00+04:30', type: 'delivery' },
  ]);
});

test('fold prints one document in the same notation', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'fold-')), 'file.json');
  const programmes = [PUBLISHED_DEFINITIONS['nordstrom'], PUBLISHED_DEFINITIONS['baman']];
  const document = (content: unknown) => {
    writeFileSync(path, JSON.stringify(content));
    const run = spawnSync(process.execPath, ['test/golden/fold-cli.ts', path], { encoding: 'utf8' });
    return { status: run.status, said: JSON.parse(run.stdout) as Record<string, unknown> };
  };
  const queries = [{ at: '2016-03-01T11:00:00-08:00' }];
  const { status, said } = document({ programmes, events: base.events, queries });
  expect(status).toBe(0);
  expect(said).toMatchObject({
    events: {
      p1: { earned: { np: 2000 }, issued: { note: 1 } },
      p2: { payable: 0, rejected: [['note', 'none']] },
    },
    states: [
      {
        balance: { np: 0, manex: 0 },
        score: { buys: 0 },
        segments: { lapsed: false },
        vouchers: { note: 1 },
      },
    ],
  });
  const refused = document({ programmes: [{ id: 'x' }], events: [] });
  expect(refused).toMatchObject({ status: 1, said: { refusal: { kind: 'programme_invalid' } } });
});

test('the command prints differences, the two counts, and fails', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'golden-')), 'file.json');
  const systems = [{ id: 'own', scenarios: [base, { ...withEvent('p1', { earned: { np: 1 } }), id: 's2' }] }];
  writeFileSync(path, JSON.stringify({ systems }));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['test/golden/cli.ts', path, ...args], { encoding: 'utf8' });
  const all = run();
  expect(all.stdout).toContain('s2 events.p1.earned.np: expected 1, found 2000');
  expect(all.stdout.trimEnd().split('\n').at(-1)).toBe('1 passed, 1 failed');
  expect(all.status).toBe(1);
  expect(run('--only', 'other').stdout.trim()).toBe('0 passed, 0 failed');
});
