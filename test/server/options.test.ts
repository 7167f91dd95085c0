// What the server's program says about its own options: to whoever asks, and to whoever misspelt one.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parseServerOptions } from '#server/options.ts';

/** As the source lists them for the parser. */
const OPTIONS = [
  ...readFileSync('src/server/options.ts', 'utf8').matchAll(/^ {6}'?([\w-]+)'?: \{ type:/gm),
].map(([, name]) => `--${name!}`);

test.each([
  ['npm start', 'src/server/start.ts'],
  ['the program for operators', 'src/server/main.ts'],
])(
  '%s shows its options to whoever asks, and starts nothing',
  async (_who, program) => {
    expect(OPTIONS.length).toBeGreaterThan(7);
    for (const asked of [['--help'], ['-h'], ['--port', '8081', '--help']]) {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, ...asked]);
      for (const option of OPTIONS) expect(stdout).toContain(option);
      expect(stdout).toContain('--help');
      expect(stderr).toBe('');
    }
  },
  30_000,
);

test('an option that nobody knows is named, with those that there are', () => {
  const parsed = parseServerOptions(['--prot', '80'], {});
  const message = parsed.ok ? 'understood' : parsed.error.message;
  expect(message).toContain("'--prot'");
  for (const option of OPTIONS) expect(message).toContain(option);
});
