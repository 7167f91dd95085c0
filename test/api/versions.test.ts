import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { catalogueReply } from '#api/catalogue.ts';
import { enrolDeviceReply, enrolDeviceRequest } from '#api/enrol-device.ts';
import { enrolTerminalReply, enrolTerminalRequest } from '#api/enrol-terminal.ts';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import { refusalReply } from '#api/refusal.ts';
import { syncReply, syncRequest } from '#api/sync.ts';
import { describeSchema } from './schema-text.ts';
import history from './versions.json' with { type: 'json' };

/** The messages between the apps and the server; the operator's page is always of the server's own build. */
const MESSAGES: Readonly<Record<string, unknown>> = {
  catalogueReply,
  enrolDeviceReply,
  enrolDeviceRequest,
  enrolTerminalReply,
  enrolTerminalRequest,
  refusalReply,
  syncReply,
  syncRequest,
};

function hashOf(schema: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(describeSchema(schema)))
    .digest('hex')
    .slice(0, 16);
}

/**
 * A schema changed? Phones in drawers still speak the old one. What is added must be optional for whoever reads it, or a new
 * kind of change, and test/fixtures must still pass: then enter the new hash with a line about it. Anything else is a new
 * PROTOCOL_VERSION beside the old.
 */
test('every schema of the contract is the one that its history names', () => {
  const now = Object.fromEntries(Object.entries(MESSAGES).map(([name, schema]) => [name, hashOf(schema)]));
  expect(now).toEqual(history.at(-1)!.schemas);
});

test('the history has every version once, the current one last, each with words', () => {
  const versions = history.map(({ version }) => version);
  expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  expect(history.at(-1)!.version).toBe(PROTOCOL_VERSION);
  for (const { changes } of history) for (const change of changes) expect(change.length).toBeGreaterThan(10);
});

test('a schema that accepts other messages has another text', () => {
  const texts = Object.values(MESSAGES).map((schema) => JSON.stringify(describeSchema(schema)));
  expect(new Set(texts).size).toBe(texts.length);
});
