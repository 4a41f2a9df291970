import type { MarketHistory } from '../history/market-history.js';
import type { DeskRecording } from './desk-recording.js';

/** A cycle books first and observes later: what was proven in between is seen and not booked yet. */
export type KnownWhen = 'booking' | 'observing';

/**
 * Returns a market whose settlements are published when the recorded desk first knew them, at whatever lag that was; those
 * that it never knew, never. What was proven before its first cycle keeps its own stamp.
 */
export function asItWasKnown(
  market: MarketHistory,
  { cycles }: DeskRecording,
  when: KnownWhen,
): MarketHistory {
  const { funding, symbol } = market;
  const stampedAtMs = funding.stampedAtMs.slice();
  let row = 0;
  for (const [i, { nowMs, quotes, settledBeforeMs }] of cycles.entries()) {
    const quote = quotes.find((one) => one.symbol === symbol);
    const booked = when === 'booking' ? settledBeforeMs.get(symbol) : undefined;
    const beforeMs = booked ?? quote?.provenBeforeMs ?? -Infinity;
    while ((funding.settledAtMs[row] ?? Infinity) < beforeMs) {
      if (i > 0) stampedAtMs[row] = nowMs;
      row += 1;
    }
  }
  stampedAtMs.fill(Infinity, row);
  return { ...market, funding: { ...funding, stampedAtMs } };
}
