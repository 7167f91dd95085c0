// Published programmes on a test server, beside the demo ones: they have rewards, stock and activities to report.
import { publishedCatalogue } from '#loyalty/programme/presets/published/catalogue.ts';
import type { TestServer } from './test-server.ts';

/** Adds them by the names of their files. Their purchases are made at no merchant of this server. */
export async function addPublishedProgrammes(server: TestServer, ...names: readonly string[]): Promise<void> {
  const last = await server.db
    .selectFrom('programme')
    .select('number')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const entries = publishedCatalogue().filter(({ name }) => names.includes(name));
  for (const [index, { programme, presentation }] of entries.entries()) {
    const row = {
      id: programme.id,
      number: last.number + 1 + index,
      definition: JSON.stringify(programme),
      presentation: JSON.stringify(presentation),
      merchants: JSON.stringify(['copper-cup']),
    };
    await server.db.insertInto('programme').values(row).execute();
  }
}
