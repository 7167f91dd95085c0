// A server process as small as can be: the embedded database and nothing else. The tests kill it.
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';

const started = await startEmbeddedPostgres({ dataDir: process.argv[2]! });
console.log(started.ok ? `ready ${started.value.pid}` : `refused ${started.error.kind}`);
process.stdin.resume().once('close', () => void (started.ok ? started.value.stop() : undefined));
