import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import { useLanguage } from './language.tsx';
import styles from './connection-badge.module.css';

/** What the badge needs of the connection view that both apps get from their worker. */
export interface ConnectionShape {
  readonly mode: 'online' | 'offline';
  readonly sinceMs: number;
  readonly cutOnPurpose: boolean;
  readonly syncing: boolean;
  readonly unsent: number;
}

export interface ConnectionBadgeProps {
  /** Absent while it is not known yet. */
  readonly connection: ConnectionShape | undefined;
  /** `long` adds since when: for the till, where the mode must be read from afar. */
  readonly length?: 'short' | 'long';
  readonly href?: string;
  /** The server takes nothing from this device any more: that says more than whether there is a line. */
  readonly shutOut?: boolean;
}

/** The mode and the number of unsent records: on every screen of both apps. */
export function ConnectionBadge(props: ConnectionBadgeProps) {
  const { connection, length = 'short', href, shutOut = false } = props;
  if (connection === undefined) return <span class={styles.badge} />;
  const classes = `${styles.badge} ${styles[shutOut ? 'shutOut' : connection.mode]}`;
  const inside = <BadgeWords connection={connection} length={length} shutOut={shutOut} />;
  return (
    <output data-mode={connection.mode} data-unsent={connection.unsent}>
      {href === undefined ? (
        <span class={classes}>{inside}</span>
      ) : (
        <a class={classes} href={href}>
          {inside}
        </a>
      )}
    </output>
  );
}

function BadgeWords(props: {
  readonly connection: ConnectionShape;
  readonly length: 'short' | 'long';
  readonly shutOut: boolean;
}) {
  const { connection, length, shutOut } = props;
  const { format, shared } = useLanguage();
  const words = shared.connection;
  return (
    <>
      <Icon name={shutOut ? 'warning' : iconOf(connection)} size="s" />
      <span>{shutOut ? words.shutOut : modeText()}</span>
      {connection.unsent > 0 && (
        <bdi class={styles.unsent}>{format.plural(connection.unsent, words.unsent)}</bdi>
      )}
    </>
  );

  function modeText(): string {
    if (connection.mode === 'online') return words.online;
    if (length === 'short') return words.offline;
    return connection.cutOnPurpose ? words.cut : words.offlineSince(format.time(connection.sinceMs));
  }
}

function iconOf(connection: ConnectionShape): IconName {
  if (connection.syncing) return 'sync';
  if (connection.cutOnPurpose) return 'unlink';
  return connection.mode;
}
