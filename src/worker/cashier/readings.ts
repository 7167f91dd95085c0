import type { Clock } from '#base/ports.ts';
import type { MessageId, VoucherId } from '#protocol/messages.ts';
import type { AcceptedPass, GenuinePresentation } from '#protocol/verdict.ts';

/** What was scanned: it lives in memory only, so after a restart the customer shows a new code. */
export type Reading = {
  readonly readingId: string;
  /** The text it was read from: the same text again finds the same reading. */
  readonly text: string;
  readonly messageId: MessageId;
} & (
  | { readonly kind: 'member'; readonly accepted: AcceptedPass }
  | {
      readonly kind: 'voucher';
      readonly genuine: GenuinePresentation;
      /** Why the sale, as it was last seen, does not allow it. */
      readonly refusal?: string;
    }
  /** A genuine presentation that no amount can help. */
  | { readonly kind: 'refused'; readonly voucherId: VoucherId; readonly refusal: string }
);

export interface Readings {
  readonly keep: (reading: Reading) => void;
  readonly get: (readingId: string) => Reading | undefined;
  readonly byText: (text: string) => Reading | undefined;
}

export const MOST_READINGS = 32;
/** Long enough for a full basket between the scan and its receipt, short enough that nobody returns to it. */
export const READING_LIFE_MS = 15 * 60_000;

export function createReadings(clock: Clock): Readings {
  /** In the order in which they were kept: the oldest first. */
  const byId = new Map<string, { readonly reading: Reading; readonly untilMs: number }>();

  function forgetOld(): void {
    const nowMs = clock.monotonicMs();
    for (const [id, { untilMs }] of byId) {
      if (untilMs > nowMs && byId.size <= MOST_READINGS) return;
      byId.delete(id);
    }
  }

  return {
    keep: (reading) => {
      byId.delete(reading.readingId);
      byId.set(reading.readingId, { reading, untilMs: clock.monotonicMs() + READING_LIFE_MS });
      forgetOld();
    },
    get: (readingId) => {
      forgetOld();
      return byId.get(readingId)?.reading;
    },
    byText: (text) => {
      forgetOld();
      return [...byId.values()].find(({ reading }) => reading.text === text)?.reading;
    },
  };
}
