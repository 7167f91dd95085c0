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
          <tr key={each.account}>
            <th scope="row">
              <bdi>{each.account}</bdi>
            </th>
            <td>{format.integer(each.amount)}</td>
          </tr>
        ))}
      </Table>
      <Table title={words.conflicts} heads={[words.received, words.key, words.evidence]} words={words}>
        {reply.conflicts.map((each) => (
          <tr key={each.id}>
            <th scope="row">{when(each.receivedAt)}</th>
            <td>
              <code>{each.key.slice(0, 8)}</code>
            </td>
            <td>
              <a
                download={`conflict-${each.id}.json`}
                href={`data:application/json,${encodeURIComponent(JSON.stringify(each))}`}
              >
                {words.save}
              </a>
            </td>
          </tr>
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
