// Runs inside WebKit as one script: what it says to the vectors that it is handed.
import { type PublicVectors, reportOn } from '../protocol/vectors/report.ts';

declare global {
  var vectorReport: typeof reportOn | undefined;
}

globalThis.vectorReport = (vectors: PublicVectors) => reportOn(vectors);
