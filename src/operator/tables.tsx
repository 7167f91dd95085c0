import type { ComponentChildren } from 'preact';
import type { OperatorReply } from '#api/operator.ts';
import type { Format } from '#i18n/format.ts';
import type { OperatorWords } from '#i18n/topics/operator/en.ts';
import styles from './operator.module.css';

export interface TablesProps {
  readonly words: OperatorWords;
  readonly format: Format;
  readonly reply: OperatorReply;
}

const STALE_MS = 3 * 86_400_000;

export function Tables({ words, format, reply }: TablesProps) {
  const when = (ms: number) => format.dayTime(ms);
  return (
    <>
      <Table title={words.terminals} heads={[words.till, words.seen, words.state]} words={words}>
        {reply.terminals.map((till) => (
          <tr key={`${till.merchant}/${till.number}`}>
            <th scope="row">
              <bdi>{till.name}</bdi> <bdi class={styles.soft}>{`${till.merchant}/${till.number}`}</bdi>
            </th>
            <td>{format.relative(till.seenAt, reply.now)}</td>
            <td>
              {till.revoked ? words.revoked : reply.now - till.seenAt > STALE_MS ? words.silent : words.fine}
            </td>
          </tr>
        ))}
      </Table>
      <Table title={words.liability} heads={[words.account, words.amount]} words={words}>
        {reply.liabilities.map((each) => (
          <Liability key={JSON.stringify(each)} words={words} format={format} liability={each} />
        ))}
      </Table>
      <Table
        title={words.conflicts}
        note={words.conflictsNote}
        heads={[words.happened, words.where, words.loss, words.evidence]}
        words={words}
      >
        {reply.conflicts.map((each) => (
          <Conflict key={each.id} words={words} format={format} conflict={each} />
        ))}
      </Table>
      <Table
        title={words.audit}
        heads={[words.when, words.who, words.what]}
        words={words}
        note={reply.audit.whole ? words.auditWhole : words.auditBroken}
      >
        {reply.audit.rows.map((row) => (
          <tr key={row.seq}>
            <th scope="row">{when(row.at)}</th>
            <td>
              <bdi>{row.actor}</bdi>
            </td>
            <td>
              <bdi>{`${row.act} ${row.target}`}</bdi>
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

interface LiabilityProps extends Pick<TablesProps, 'words' | 'format'> {
  readonly liability: OperatorReply['liabilities'][number];
}

function Liability({ words, format, liability }: LiabilityProps) {
  const named = (names: Readonly<Partial<Record<Format['locale'], string>>>) =>
    names[format.locale] ?? names.en ?? '';
  const owner = liability.kind === 'owed_to_shop' ? liability.merchant : named(liability.programme);
  const amount =
    liability.kind === 'points'
      ? `${format.quantity(liability.qty, liability.scale)} ${named(liability.unit)}`
      : format.money(liability.money);
  return (
    <tr>
      <th scope="row">
        <bdi>{owner}</bdi>
        <span class={styles.soft}>{words.liabilities[liability.kind]}</span>
      </th>
      <td class={styles.number}>{amount}</td>
    </tr>
  );
}

interface ConflictProps extends Pick<TablesProps, 'words' | 'format'> {
  readonly conflict: OperatorReply['conflicts'][number];
}

/** When by the clock of whoever made it, where, what it cost, and the signed record to keep. */
function Conflict({ words, format, conflict }: ConflictProps) {
  return (
    <tr>
      <th scope="row">
        {format.dayTime(conflict.occurredAt ?? conflict.receivedAt)}
        <span class={styles.soft}>{words.heardAt(format.dayTime(conflict.receivedAt))}</span>
      </th>
      <td>
        {conflict.till === null ? (
          <bdi>{words.phoneKey(conflict.key.slice(0, 8))}</bdi>
        ) : (
          <>
            <bdi>{conflict.till.name}</bdi>{' '}
            <bdi class={styles.soft}>{`${conflict.till.merchant}/${conflict.till.number}`}</bdi>
          </>
        )}
      </td>
      <td class={styles.number}>{conflict.loss === null ? '–' : format.money(conflict.loss)}</td>
      <td>
        <a
          download={`conflict-${conflict.id}.json`}
          href={`data:application/json,${encodeURIComponent(JSON.stringify(conflict))}`}
        >
          {words.save}
        </a>
      </td>
    </tr>
  );
}

interface TableProps {
  readonly title: string;
  readonly heads: readonly string[];
  readonly words: OperatorWords;
  readonly note?: string;
  readonly children: readonly ComponentChildren[];
}

function Table({ title, heads, words, note, children }: TableProps) {
  return (
    <section class={styles.card}>
      <h2>{title}</h2>
      {note === undefined ? null : <p class={styles.note}>{note}</p>}
      {children.length === 0 ? (
        <p class={styles.note}>{words.nothing}</p>
      ) : (
        <div class={styles.scroll} tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead>
              <tr>
                {heads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{children}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}
