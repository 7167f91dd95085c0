/** The lock, as what opens it sees it. */
export interface LockDoor {
  /** One change of the lock at a time, in all tabs. */
  readonly alone: <T>(task: () => Promise<T>) => Promise<T>;
  /** No lock is on, or it was opened a moment ago. */
  readonly isOpen: () => Promise<boolean>;
  readonly open: () => void;
  readonly close: () => void;
}
