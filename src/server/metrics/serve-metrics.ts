import { Hono } from 'hono';
import type { Metrics } from './metrics.ts';

/** For a port of its own that only this machine reaches: what is measured is nobody else's business. */
export function createMetricsApp(metrics: Metrics): Hono {
  const app = new Hono();
  app.get('/metrics', (context) =>
    context.text(metrics.text(), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }),
  );
  return app;
}
