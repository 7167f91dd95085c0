// `programme seal FILE MERCHANT`: the merchant stands by a programme file, word for word.
import { readFileSync } from 'node:fs';
import { base64FromBytes, bytesFromHex } from '#base/bytes.ts';
import { parseProgrammeFile, sealedText } from '#loyalty/programme/programme-file.ts';
import { problemLine } from '#loyalty/programme/problem.ts';
import { makeProgrammeSeal } from '#protocol/programme-seal.ts';
import { readMerchants } from '#server/catalogue-store.ts';
import { act, type AdminDeps } from './command.ts';

/** Prints the file with its seal. Returns the exit code: 1 for a bad file, a merchant that is not here, or its key. */
export async function sealProgramme(deps: AdminDeps, args: readonly string[]): Promise<number> {
  const [name = '', slug] = args;
  const file = parseProgrammeFile(readFileSync(name, 'utf8'));
  if (!file.ok) {
    for (const problem of file.error.problems) deps.explain(`${name}: ${problemLine(problem)}`);
    return 1;
  }
  const merchant = (await readMerchants(deps.db)).find((each) => each.slug === slug || each.id === slug);
  if (merchant === undefined) {
    deps.explain(`There is no merchant ${slug}; npm run admin -- merchant list names them.`);
    return 1;
  }
  const { seal: _before, ...unsealed } = file.value;
  const content = { programmeId: unsealed.definition.id, text: sealedText(unsealed) };
  const issuedAtS = Math.floor(deps.clock.nowMs() / 1000);
  const order = { content, merchantId: bytesFromHex(merchant.id)!, issuedAtS };
  const seal = await makeProgrammeSeal(order, await deps.keys.merchant(merchant.id));
  const done = { act: 'programme seal', target: content.programmeId, details: { merchant: merchant.slug } };
  await act(deps, done, () => Promise.resolve());
  deps.print(JSON.stringify({ ...unsealed, seal: base64FromBytes(seal) }, undefined, 2));
  deps.explain(
    `${merchant.name} vouches for ${content.programmeId}. Any change of the file breaks the seal.`,
  );
  return 0;
}
