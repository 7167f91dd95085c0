import type { ComponentChildren } from 'preact';
import type { AuditPart, Conflict, Liability, OperatorReply } from '#api/operator.ts';
import type { Format } from '#i18n/format.ts';
import type { OperatorWords } from '#i18n/topics/operator/en.ts';
import { Card } from './card.tsx';
import type { FixedPart, Parts, PartState } from './use-parts.ts';
import styles from './operator.module.css';

export interface TablesProps {
  readonly words: OperatorWords;
  readonly format: Format;
  readonly parts: Parts;
  readonly onRetry: (part: FixedPart) => void;
}

const STALE_MS = 3 * 86_400_000;

export function Tables({ words, format, parts, onRetry }: TablesProps) {
  const { terminals, liabilities, conflicts, audit } = parts;
  return (
    <>
      <Table
        id="terminals"
        title={words.terminals}
        heads={[words.till, words.seen, words.state]}
        words={words}
        part={terminals}
        onRetry={() => onRetry('terminals')}
        rowsOf={(reply) =>
          reply.terminals.map((till) => (
            <TillRow
              key={`${till.merchant}/${till.number}`}
              words={words}
              format={format}
              till={till}
              now={reply.now}
            />
          ))
        }
      />
      <Table
        id="liabilities"
        title={words.liability}
        heads={[words.account, words.amount]}
        words={words}
        part={liabilities}
        onRetry={() => onRetry('liabilities')}
        rowsOf={(reply) =>
          reply.liabilities.map((each) => (
            <LiabilityRow key={JSON.stringify(each)} words={words} format={format} liability={each} />
          ))
        }
      />
      <Table
        id="conflicts"
        title={words.conflicts}
        note={() => words.conflictsNote}
        heads={[words.happened, words.where, words.loss, words.evidence]}
        words={words}
        part={conflicts}
        onRetry={() => onRetry('conflicts')}
        rowsOf={(reply) =>
          reply.conflicts.map((each) => (
            <ConflictRow key={each.id} words={words} format={format} conflict={each} />
          ))
        }
      />
      <Table
        id="audit"
        title={words.audit}
        note={(reply) => auditNote(reply.audit, words, format)}
        heads={[words.when, words.who, words.what]}
        words={words}
        part={audit}
        onRetry={() => onRetry('audit')}
        rowsOf={(reply) =>
          reply.audit.newest.map((row) => <AuditLine key={row.seq} format={format} row={row} />)
        }
      />
    </>
  );
}

/** Of a long log the page follows the newest rows only. */
function auditNote({ whole, checked, rows }: AuditPart, words: OperatorWords, format: Format): string {
  if (!whole) return words.auditBroken;
  return checked === rows
    ? words.auditWhole
    : words.auditNewest(format.integer(checked), format.integer(rows));
}

interface TillRowProps extends Pick<TablesProps, 'words' | 'format'> {
  readonly till: OperatorReply<'terminals'>['terminals'][number];
  readonly now: number;
}

function TillRow({ words, format, till, now }: TillRowProps) {
  const { name, merchant, number, seenAt, revoked } = till;
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
        <span class={styles.soft}>
          <bdi>{`${merchant}/${number}`}</bdi>
        </span>
      </th>
      <td>{format.relative(seenAt, now)}</td>
      <td>{revoked ? words.revoked : now - seenAt > STALE_MS ? words.silent : words.fine}</td>
    </tr>
  );
}

interface AuditLineProps extends Pick<TablesProps, 'format'> {
  readonly row: AuditPart['newest'][number];
}

function AuditLine({ format, row: { at, actor, act, target } }: AuditLineProps) {
  return (
    <tr>
      <th scope="row">{format.dayTime(at)}</th>
      <td>
        <bdi>{actor}</bdi>
      </td>
      <td>
        <bdi>{`${act} ${target}`}</bdi>
      </td>
    </tr>
  );
}

interface LiabilityProps extends Pick<TablesProps, 'words' | 'format'> {
  readonly liability: Liability;
}

function LiabilityRow({ words, format, liability }: LiabilityProps) {
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
  readonly conflict: Conflict;
}

/** When by the clock of whoever made it, where, what it cost, and the signed record to keep. */
function ConflictRow({ words, format, conflict }: ConflictProps) {
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
            <bdi>{conflict.till.name}</bdi>
            <span class={styles.soft}>
              <bdi>{`${conflict.till.merchant}/${conflict.till.number}`}</bdi>
            </span>
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

interface TableProps<P extends FixedPart> {
  readonly id: string;
  readonly title: string;
  readonly heads: readonly string[];
  readonly words: OperatorWords;
  readonly part: PartState<P>;
  readonly note?: (reply: OperatorReply<P>) => string;
  readonly rowsOf: (reply: OperatorReply<P>) => readonly ComponentChildren[];
  readonly onRetry: () => void;
}

function Table<P extends FixedPart>(props: TableProps<P>) {
  const { id, title, words, part, note, onRetry } = props;
  const { reply, busy, fault } = part;
  return (
    <Card id={id} title={title} words={words} busy={busy} fault={fault} onRetry={onRetry}>
      {reply === undefined ? undefined : (
        <>
          {note === undefined ? null : <p class={styles.note}>{note(reply)}</p>}
          <Rows {...props} rows={props.rowsOf(reply)} />
        </>
      )}
    </Card>
  );
}

interface RowsProps extends Pick<TableProps<FixedPart>, 'title' | 'heads' | 'words'> {
  readonly rows: readonly ComponentChildren[];
}

function Rows({ title, heads, words, rows }: RowsProps) {
  if (rows.length === 0) return <p class={styles.note}>{words.nothing}</p>;
  return (
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
        <tbody>{rows}</tbody>
      </table>
    </div>
  );
}
