// npm run verify-export -- FILE [--server-key HEX|FILE]: what an exported ledger proves. No network, no database, no secrets.
import { readFile } from 'node:fs/promises';
import { type Bytes, bytesFromHex } from '#base/bytes.ts';
import { parseArguments } from '#server/arguments.ts';
import { verifyExport } from './verify-export.ts';

const USAGE = 'usage: npm run verify-export -- FILE [--server-key HEX|FILE]';
const KEY_BYTES = 33;

process.exitCode = await main();

/** 0: all of it holds; 1: something does not; 2: asked wrongly. */
async function main(): Promise<number> {
  const parsed = parseArguments({ allowPositionals: true, options: { 'server-key': { type: 'string' } } });
  if (!parsed.ok) {
    console.error(`${parsed.error.message}\n${USAGE}`);
    return 2;
  }
  const { positionals, values } = parsed.value;
  const [path] = positionals;
  const named = values['server-key'];
  const serverKey = named === undefined ? undefined : await keyFrom(named);
  if (path === undefined || positionals.length > 1 || (named !== undefined && serverKey === undefined)) {
    console.error(USAGE);
    return 2;
  }
  const file = await bytesOf(path);
  if (file === undefined) {
    console.error(`cannot read ${path}`);
    return 2;
  }
  const { findings, notes } = await verifyExport(file, serverKey);
  for (const { what, fault } of findings)
    console.log(fault === undefined ? `ok    ${what}` : `FAIL  ${what}: ${fault}`);
  for (const note of notes) console.log(note);
  const failed = findings.filter(({ fault }) => fault !== undefined).length;
  console.log(`${findings.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** A compressed key as 66 hex digits, or a file that holds them. */
async function keyFrom(text: string): Promise<Bytes | undefined> {
  const direct = bytesFromHex(text);
  if (direct?.length === KEY_BYTES) return direct;
  const bytes = await bytesOf(text);
  const key = bytes && bytesFromHex(new TextDecoder().decode(bytes).trim());
  return key?.length === KEY_BYTES ? key : undefined;
}

async function bytesOf(path: string): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch {
    return undefined;
  }
}
