import { err, ok, type Result } from '#base/result.ts';
import { parseArguments, type UsageError } from './arguments.ts';
import { MAX_TRUSTED_PROXIES } from './http/client-address.ts';
import type { TxScope } from './push/steps.ts';

/** How a server was asked to run: options win over the environment. */
export interface ServerOptions {
  readonly port: number;
  /** Keys, and the embedded database with its log. */
  readonly dataDir: string;
  /** `postgres://…` of a database that somebody else runs. */
  readonly databaseUrl?: string;
  /** `bucket` for a database that is spread over machines. */
  readonly txScope: TxScope;
  /** What clients see when a proxy stands in front: it is part of what they sign. */
  readonly publicOrigin?: string;
  /** How many proxies of one's own stand in front: clients are told apart by what these say. */
  readonly trustedProxies?: number;
  /** With a certificate of our own making, for phones in the same network. */
  readonly https: boolean;
  /** Where the counts are read, on this machine only. */
  readonly metricsPort?: number;
  /** How long to say "not ready" before hanging up, so that a load balancer looks elsewhere. */
  readonly drainMs: number;
  /** No pages: another process serves them (hot reload). */
  readonly apiOnly: boolean;
  /** Ends when standard input does: the parent that holds the other end is gone. */
  readonly stopWithParent: boolean;
}

export const OPTIONS_USAGE = `Options
  --port N             default 8080, or PORT
  --data DIR           default ./data, or TESSERA_DATA: keys and the embedded database
  --origin URL         what clients see when a proxy stands in front, or TESSERA_ORIGIN
  --trusted-proxies N  how many proxies of your own stand in front, or TRUSTED_PROXIES: calls are then limited
                       by the address that the outermost of them adds to X-Forwarded-For
  --https              with a self-made certificate, to try it on phones in the same network
  --metrics-port N     counts for Prometheus at http://127.0.0.1:N/metrics, or METRICS_PORT
  --drain-seconds N    say "not ready" for so long before stopping; default 0, or DRAIN_SECONDS
  --api-only           do not serve the apps
  --stop-with-parent   end when standard input is closed
  --help               only say this
DATABASE_URL=postgres://… replaces the embedded database; TX_SCOPE=bucket when it is spread over machines.`;

type Environment = Readonly<Record<string, string | undefined>>;

export function parseServerOptions(
  args: readonly string[],
  environment: Environment,
): Result<ServerOptions, UsageError> {
  const parsed = parseArguments({
    args: [...args],
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      origin: { type: 'string' },
      'trusted-proxies': { type: 'string' },
      https: { type: 'boolean' },
      'metrics-port': { type: 'string' },
      'drain-seconds': { type: 'string' },
      'api-only': { type: 'boolean' },
      'stop-with-parent': { type: 'boolean' },
    },
  });
  if (!parsed.ok) return usage(parsed.error.message);
  const { values } = parsed.value;
  const port = Number(values.port ?? environment['PORT'] ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return usage('the port is a number up to 65535');
  const publicOrigin = values.origin ?? environment['TESSERA_ORIGIN'];
  if (publicOrigin !== undefined && !isOrigin(publicOrigin))
    return usage(`${publicOrigin} is no origin like https://shop.example`);
  const proxiesText = values['trusted-proxies'] ?? environment['TRUSTED_PROXIES'];
  const trustedProxies = proxiesText === undefined ? undefined : wholeNumber(proxiesText);
  if (trustedProxies !== undefined && !(trustedProxies <= MAX_TRUSTED_PROXIES))
    return usage(`the trusted proxies are a number up to ${MAX_TRUSTED_PROXIES}`);
  const metricsText = values['metrics-port'] ?? environment['METRICS_PORT'];
  const metricsPort = metricsText === undefined ? undefined : Number(metricsText);
  if (
    metricsPort !== undefined &&
    !(Number.isInteger(metricsPort) && metricsPort >= 0 && metricsPort <= 65_535)
  )
    return usage('the metrics port is a number up to 65535');
  const drainS = Number(values['drain-seconds'] ?? environment['DRAIN_SECONDS'] ?? 0);
  if (!(drainS >= 0 && drainS <= 300)) return usage('draining takes 0 to 300 seconds');
  const txScope = environment['TX_SCOPE'] ?? 'all';
  if (txScope !== 'all' && txScope !== 'bucket') return usage(`TX_SCOPE is all or bucket, not ${txScope}`);
  const databaseUrl = environment['DATABASE_URL'];
  return ok({
    port,
    dataDir: values.data ?? environment['TESSERA_DATA'] ?? './data',
    ...(databaseUrl === undefined || databaseUrl === '' ? {} : { databaseUrl }),
    ...(publicOrigin === undefined ? {} : { publicOrigin }),
    ...(trustedProxies === undefined ? {} : { trustedProxies }),
    txScope,
    https: values.https ?? false,
    ...(metricsPort === undefined ? {} : { metricsPort }),
    drainMs: drainS * 1000,
    apiOnly: values['api-only'] ?? false,
    stopWithParent: values['stop-with-parent'] ?? false,
  });
}

function wholeNumber(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function usage(message: string): Result<never, UsageError> {
  return err({ kind: 'usage', message: `${message}\n\n${OPTIONS_USAGE}` });
}
