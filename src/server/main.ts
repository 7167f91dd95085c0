// Serves what is built, on the database that is there: `node src/server/main.ts` for operators.
import { run } from './run.ts';

await run({
  demo: false,
  logFrom: 'info',
  onStarted: async (server) => {
    server.log({ level: 'info', event: 'started', port: server.port });
  },
});
