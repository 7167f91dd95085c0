import type { Clock, Random } from '#base/ports.ts';
import type { Db } from './db/transaction.ts';
import type { DrawnIds } from './enrolment/drawn-ids.ts';
import type { Authenticator } from './http/authenticator.ts';
import type { StaticApp } from './http/static-files.ts';
import type { KeyStore } from './keys.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { DirectorySource } from './push/directory.ts';
import type { TxScope } from './push/steps.ts';
import type { ServerState } from './server-state.ts';
import type { TrustListMaker } from './trust-list.ts';

/** What the app is made of; `main.ts` and the tests choose. */
export interface AppDeps {
  readonly db: Db;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly state: ServerState;
  /** By default they follow from the state's secret. */
  readonly ids?: DrawnIds;
  readonly log: Log;
  /** Whether a push is one transaction (the default), or one per bucket for a database on several machines. */
  readonly txScope?: TxScope;
  /** Counts requests, when somebody reads the counts. */
  readonly metrics?: Metrics;
  /** Whether the process is about to end. */
  readonly isDraining?: () => boolean;
  /** PEM of the self-made authority, with `--https`. */
  readonly localAuthority?: Uint8Array<ArrayBuffer>;
  /** The built apps; none when something else serves them. */
  readonly apps?: readonly StaticApp[];
  /** Scheme, host and port that clients see and sign; by default those of the request. */
  readonly publicOrigin?: string;
  /** How many proxies of the operator's own stand in front; without them limits count the peer's address. */
  readonly trustedProxies?: number;
}

/** What a route may use. */
export interface RouteDeps extends AppDeps {
  readonly ids: DrawnIds;
  readonly authenticator: Authenticator;
  readonly trustList: TrustListMaker;
  readonly directories: DirectorySource;
}
