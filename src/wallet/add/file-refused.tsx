import type { Failed } from '#bridge/answered.ts';
import type { FileProblem, FileRefusal } from '#bridge/wallet-catalogue.ts';
import type { CatalogueWords } from '#i18n/topics/catalogue/en.ts';
import { Banner } from '#ui/banner.tsx';
import { useLanguage } from '#ui/language.tsx';
import { FaultBanner } from '#wallet/safety/fault-banner.tsx';
import styles from './add.module.css';

/** Why a file cannot be added, or that nobody can say why. */
export type FileFault = FileRefusal | Failed['error'];

export interface FileRefusedProps {
  readonly refusal: FileFault;
  readonly words: CatalogueWords;
}

/** Why a file cannot be added: one sentence for people, and for its author every problem with its place. */
export function FileRefused({ refusal, words }: FileRefusedProps) {
  const { format } = useLanguage();
  if (refusal.kind === 'internal') return <FaultBanner kind={refusal.kind} />;
  if (refusal.kind === 'problems') {
    return (
      <Banner tone="bad" live title={words.wrong}>
        <p>
          {format.plural(refusal.problems.length, words.problems)}. {words.problemsText}
        </p>
        <ol class={styles.problems}>
          {refusal.problems.map((problem) => (
            <Problem key={`${problem.path} ${problem.found}`} problem={problem} words={words} />
          ))}
        </ol>
      </Banner>
    );
  }
  return (
    <Banner tone="bad" live title={words.wrong}>
      {sentence(refusal, words, (names) => format.list(names))}
    </Banner>
  );
}

function sentence(
  refusal: Exclude<FileRefusal, { readonly kind: 'problems' }>,
  words: CatalogueWords,
  listed: (names: readonly string[]) => string,
): string {
  switch (refusal.kind) {
    case 'link_elsewhere':
      return words.linkElsewhere(refusal.host);
    case 'needs':
      return words.needsMissing(listed(refusal.programmes));
    default:
      return words.fileRefusals[refusal.kind];
  }
}

/** The parser's own words are English, as the format's are: their author compares them with the documentation. */
function Problem({ problem, words }: { readonly problem: FileProblem; readonly words: CatalogueWords }) {
  return (
    <li class={styles.problem}>
      {problem.path === '' ? (
        <strong>{words.wholeFile}</strong>
      ) : (
        <code class={styles.path} dir="ltr">
          {problem.path}
        </code>
      )}
      <dl class={styles.facts}>
        <dt>{words.foundThere}</dt>
        <dd lang="en" dir="ltr">
          {problem.found}
        </dd>
        <dt>{words.expected}</dt>
        <dd lang="en" dir="ltr">
          {problem.expected}
        </dd>
      </dl>
    </li>
  );
}
