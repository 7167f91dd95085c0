// What every target is given, and what it gives back.

export type Database = 'embedded' | 'postgres-15';

export interface KillOptions {
  readonly rounds: number;
  /** 0 inclusive to 1 exclusive. */
  readonly throwDice: () => number;
  readonly database: Database;
  /** Power cuts only: writes are not waited for, so that records must be lost. Proves that the test can fail. */
  readonly relaxed: boolean;
}

export interface Round {
  readonly words: string;
  /** Empty when nothing acknowledged was lost and nothing doubled. */
  readonly wrong: readonly string[];
}

/** Ends at once, with nothing, when what it needs is not here; that was printed. */
export type Target = (options: KillOptions) => AsyncGenerator<Round, void>;
