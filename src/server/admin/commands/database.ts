import path from 'node:path';
import { type AdminCommand, act, countFrom } from '#server/admin/command.ts';
import { exportDatabase } from '#server/admin/export-database.ts';
import { importDatabase } from '#server/admin/import-database.ts';
import { tableRow } from '#server/admin/printable.ts';
import { readAudit, verifyAudit } from '#server/audit/audit-log.ts';
import { newServerEpoch } from '#server/server-state.ts';

const AUDIT_ROWS = 50;

export const DATABASE_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['database', 'export'],
    args: ['FILE'],
    about: 'everything as lines of JSON, readable by you alone; back up the keys folder beside it',
    run: async (deps, [file]) => {
      const target = path.resolve(file!);
      await act(deps, { act: 'database export', target: path.basename(target) }, () => Promise.resolve());
      const rows = await exportDatabase(deps.db, target, deps.clock.nowMs());
      deps.print(String(rows));
      return 0;
    },
  },
  {
    words: ['database', 'import'],
    args: ['FILE'],
    about:
      'fill an empty database with an export, by the keys folder that belongs to it; begins a new server epoch',
    run: async (deps, [file]) => {
      const imported = await importDatabase(deps, path.resolve(file!));
      if (!imported.ok) {
        deps.explain(imported.error.message);
        return 1;
      }
      deps.print(String(imported.value));
      deps.explain('Done. The server may start.');
      return 0;
    },
  },
  {
    words: ['restore-done'],
    args: [],
    about: 'after an older backup was put back: a new server epoch, and devices send their last weeks again',
    run: async (deps) => {
      const epoch = await act(deps, { act: 'restore-done', target: 'server' }, (tx) =>
        newServerEpoch(tx, deps.random, deps.clock.nowMs()),
      );
      deps.print(epoch);
      deps.explain('Running servers take it up within 5 seconds.');
      return 0;
    },
  },
  {
    words: ['audit', 'list'],
    args: [],
    options: ['limit'],
    about: 'what operators did, the newest first',
    run: async ({ db, print, explain }, _args, { options }) => {
      const limit = options.limit === undefined ? AUDIT_ROWS : countFrom(options.limit);
      if (limit === undefined) {
        explain(`--limit takes a whole number of rows from 1 on, not ${options.limit}.`);
        return 2;
      }
      for (const row of await readAudit(db, limit)) {
        const when = new Date(row.atMs).toISOString();
        print(tableRow([row.seq, when, row.actor, row.act, row.target, JSON.stringify(row.details)]));
      }
      return 0;
    },
  },
  {
    words: ['audit', 'verify'],
    args: [],
    about: 'whether the log is whole and unchanged',
    run: async ({ db, print, explain }) => {
      const whole = await verifyAudit(db);
      if (whole.ok) print(String(whole.value));
      if (whole.ok) explain(`The audit log is whole: ${whole.value} rows, none changed, removed or cut off.`);
      else explain(`The audit log is broken at row ${whole.error.seq}.`);
      return whole.ok ? 0 : 1;
    },
  },
];
