import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import { programmeIcon } from './programme-icons.ts';
import styles from './ticket-card.module.css';

export interface TicketLook {
  /** `#rrggbb`, dark enough for white letters (the catalogue guarantees it). */
  readonly colour: string;
  /** One of the programme icons; an unknown name becomes a star. */
  readonly icon: string;
}

export interface TicketCardProps {
  readonly look: TicketLook;
  readonly children: ComponentChildren;
  /** What stands on the part that is torn off: a value, a balance. Without it the ticket has no perforation. */
  readonly stub?: ComponentChildren;
  /** `printed`: the whole ticket in the programme's colour. `paper`: white stock with a coloured stub. */
  readonly stock?: 'printed' | 'paper';
  readonly size?: 'm' | 'l';
  /** Used, expired: greyed and without lift. */
  readonly spent?: boolean;
  /** Plays the tearing of the stub once. */
  readonly torn?: boolean;
  /** Makes the whole ticket one button or link with this name. */
  readonly label?: string;
  readonly href?: string;
  readonly onClick?: () => void;
}

/** A ticket: a body, a perforation, a stub. The programme's colour comes in as `--accent` through CSSOM. */
export function TicketCard(props: TicketCardProps) {
  const { look, children, stub, stock = 'paper', size = 'm', spent = false, torn = false } = props;
  const hasStub = stub !== undefined;
  const classes = [
    styles.ticket,
    styles[stock],
    styles[size],
    hasStub ? styles.perforated : '',
    spent ? styles.spent : '',
    torn ? styles.torn : '',
  ];
  return (
    <div class={classes.join(' ')} style={{ '--accent': look.colour }}>
      <Surface {...props}>
        <span class={styles.body}>
          <span class={styles.mark}>
            <Icon name={programmeIcon(look.icon)} />
          </span>
          <span class={styles.words}>{children}</span>
        </span>
        {hasStub && <span class={styles.stub}>{stub}</span>}
      </Surface>
    </div>
  );
}

function Surface({ children, href, onClick, label }: TicketCardProps) {
  if (href !== undefined) {
    return (
      <a class={styles.surface} href={href} aria-label={label}>
        {children}
      </a>
    );
  }
  if (onClick !== undefined) {
    return (
      <button class={styles.surface} type="button" aria-label={label} onClick={onClick}>
        {children}
      </button>
    );
  }
  return <div class={styles.surface}>{children}</div>;
}

/** The lines of a ticket, largest in the middle: who issued it, what it is, what else matters. */
export function TicketLines(props: {
  readonly over: ComponentChildren;
  readonly title: ComponentChildren;
  readonly under?: ComponentChildren;
}) {
  return (
    <>
      <span class={styles.over}>{props.over}</span>
      <span class={styles.title}>{props.title}</span>
      {props.under !== undefined && <span class={styles.under}>{props.under}</span>}
    </>
  );
}
