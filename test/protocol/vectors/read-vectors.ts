// Public test vectors from elsewhere. They live outside the repository; where they are absent this says so and the checks are
// skipped, because the rest of the suite does not depend on them.
import { existsSync, readFileSync } from 'node:fs';
import { type PublicVectors, VECTOR_FILES } from './report.ts';

const FOLDER = '../shared/vectors';

/** `undefined` when they are not here; the reason was printed. */
export function readVectors(): PublicVectors | undefined {
  if (!existsSync(`${FOLDER}/README.md`)) {
    console.log(`skipped: the public vectors are not at ${FOLDER}`);
    return undefined;
  }
  const read = (file: string): readonly unknown[] =>
    JSON.parse(readFileSync(`${FOLDER}/${file}.json`, 'utf8')).vectors;
  return Object.fromEntries(VECTOR_FILES.map((file) => [file, read(file)])) as PublicVectors;
}
