// A server where a second merchant takes part, and a folder for the files that an operator names.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { admin } from './admin.ts';
import { openTestServer, type TestServer } from './test-server.ts';

export interface ProgrammeDesk {
  readonly server: TestServer;
  readonly dir: string;
  /** Writes a file; returns its path. */
  readonly file: (name: string, content: unknown) => string;
  readonly close: () => Promise<void>;
}

export async function openProgrammeDesk(): Promise<ProgrammeDesk> {
  const server = await openTestServer();
  const dir = mkdtempSync(path.join(tmpdir(), 'tessera-programmes-'));
  await admin(server, ['merchant', 'add', 'tea-house', 'Tea House', 'EUR', '2', 'food,drinks']);
  return {
    server,
    dir,
    file: (name, content) => {
      const target = path.join(dir, name);
      writeFileSync(target, JSON.stringify(content));
      return target;
    },
    close: async () => {
      await server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
