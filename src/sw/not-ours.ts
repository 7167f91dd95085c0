/**
 * Paths below the scope of an app's service worker that belong to somebody else. The server serves them, and who goes there must
 * not get the app instead. Matched against path and query.
 */
export function notOurs(app: 'wallet' | 'cashier'): RegExp[] {
  return app === 'wallet'
    ? [/^\/(api|cashier|demo|operator|schema)([/?]|$)/, /^\/local-authority\.crt(\?|$)/]
    : [/^\/api\//];
}
