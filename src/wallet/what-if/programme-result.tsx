import type {
  ChallengeChange,
  LadderChange,
  ProgrammeWhatIf,
  ScoreChange,
  UnitChange,
} from '#bridge/wallet-plan.ts';
import type { PlanWords } from '#i18n/topics/plan/en.ts';
import { Quantity } from '#ui/amount.tsx';
import { Icon } from '#ui/icon.tsx';
import { programmeIcon } from '#ui/programme-icons.ts';
import { useLanguage } from '#ui/language.tsx';
import { PostingList } from '#wallet/why/posting-list.tsx';
import styles from './what-if.module.css';

interface ResultProps {
  readonly programme: ProgrammeWhatIf;
  readonly words: PlanWords;
}

/** One programme's answer: points large, then what else moves, then why. */
export function ProgrammeResult({ programme, words }: ResultProps) {
  const { format } = useLanguage();
  const { look, units, ladders, challenges, scores, issued, discount, postings } = programme;
  const isStill = units.length + ladders.length + challenges.length + scores.length + issued.length === 0;
  return (
    <article class={styles.result} style={{ '--accent': look.colour }}>
      <h3 class={styles.programme}>
        <span class={styles.mark}>
          <Icon name={programmeIcon(look.icon)} size="s" />
        </span>
        {look.name}
      </h3>
      {discount !== undefined && <p>{words.discount(format.money(discount))}</p>}
      {isStill && <p class={styles.soft}>{words.nothing}</p>}
      {units.map((unit) => (
        <Unit key={unit.unitId} unit={unit} words={words} />
      ))}
      {issued.length > 0 && (
        <ul class={styles.issued} aria-label={words.vouchers}>
          {issued.map(({ title, count, untilMs }) => (
            <li key={title} class={styles.voucher}>
              <Icon name="ticket" size="s" />
              <span>
                {count > 1 && <bdi>{format.integer(count)} × </bdi>}
                {title}
                {untilMs !== undefined && (
                  <span class={styles.soft}> · {words.until(format.day(untilMs))}</span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {scores.map((score) => (
        <Score key={score.scoreId} score={score} words={words} />
      ))}
      {ladders.map((ladder) => (
        <Level key={ladder.ladderId} ladder={ladder} words={words} />
      ))}
      {challenges.length > 0 && (
        <ul class={styles.challenges} aria-label={words.challenges}>
          {challenges.map((challenge) => (
            <Challenge key={challenge.ruleId} challenge={challenge} words={words} />
          ))}
        </ul>
      )}
      {postings.length > 0 && <Why programme={programme} words={words} />}
    </article>
  );
}

function Unit({ unit, words }: { readonly unit: UnitChange; readonly words: PlanWords }) {
  const { format } = useLanguage();
  const { earnedQty, beforeQty, afterQty, scale, unitName } = unit;
  return (
    <div>
      <p class={styles.gain}>
        <Quantity qty={earnedQty} scale={scale} signed size="xl" /> {unitName}
      </p>
      <p class={styles.soft}>
        {words.balance(format.quantity(beforeQty, scale), format.quantity(afterQty, scale))}
      </p>
    </div>
  );
}

function Score({ score, words }: { readonly score: ScoreChange; readonly words: PlanWords }) {
  const { format } = useLanguage();
  const { name, before, after, computedMs, reaches } = score;
  return (
    <div class={styles.fact}>
      <Icon name="shift" size="s" />
      <div>
        <p>
          <span class={styles.strong}>
            {computedMs === undefined ? (
              <>
                {name} <bdi>{after}</bdi>
              </>
            ) : (
              words.scoreThen(name, after, format.day(computedMs))
            )}
          </span>
          <span class={styles.soft}> · {words.without(before)}</span>
        </p>
        {reaches !== undefined && <p class={styles.strong}>{words.reaches(reaches)}</p>}
      </div>
    </div>
  );
}

function Level({ ladder, words }: { readonly ladder: LadderChange; readonly words: PlanWords }) {
  const { moves, after, next, missingBefore } = ladder;
  return (
    <div class={styles.fact}>
      <Icon name="ladder" size="s" />
      <div>
        {moves && after !== undefined && <p class={styles.strong}>{words.reaches(after)}</p>}
        {next !== undefined && (
          <p>
            {words.stillMissing(next.missing, next.name)}
            {!moves && missingBefore !== undefined && (
              <span class={styles.soft}> · {words.missingBefore(missingBefore)}</span>
            )}
          </p>
        )}
      </div>
    </div>
  );
}

function Challenge({ challenge, words }: { readonly challenge: ChallengeChange; readonly words: PlanWords }) {
  const { name, before, after, goal, shareBefore, shareAfter, reached } = challenge;
  return (
    <li class={styles.challenge}>
      <p>
        {name}: <span class={styles.strong}>{words.ofGoal(after, goal)}</span>
        <span class={styles.soft}> · {words.wasBefore(before)}</span>
        {reached && <span class={styles.reached}> · {words.reached}</span>}
      </p>
      <span
        class={styles.bar}
        style={{ '--before': `${shareBefore / 10}%`, '--after': `${shareAfter / 10}%` }}
        aria-hidden={true}
      />
    </li>
  );
}

function Why({ programme, words }: ResultProps) {
  const { format } = useLanguage();
  const later = programme.postings.flatMap(({ usableFromMs }) => usableFromMs ?? []);
  return (
    <details class={styles.why}>
      <summary>
        {words.why}
        <span class={styles.turn}>
          <Icon name="down" size="s" />
        </span>
      </summary>
      <PostingList postings={programme.postings} />
      {later.length > 0 && <p class={styles.soft}>{words.usableFrom(format.day(Math.max(...later)))}</p>}
    </details>
  );
}
