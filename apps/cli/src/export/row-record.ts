import type { Candle } from '@fullcarry/domain/candle';
import type { RowShape } from '@fullcarry/domain/series';
import type { StoredSettlement } from '@fullcarry/history/rows/series-rows';

/** One row as it leaves the house; null is unknown. */
export type RowRecord = Readonly<Record<string, string | number | null>>;

/** The columns in their order, as the header of a CSV names them. */
export const COLUMNS: Readonly<Record<RowShape, readonly string[]>> = {
  candles: ['open_at_ms', 'open_at', 'open', 'high', 'low', 'close', 'volume'],
  funding: ['settled_at_ms', 'settled_at', 'rate', 'interval_minutes', 'observed_at_ms'],
};

export function candleRecord(candle: Candle): RowRecord {
  return {
    open_at_ms: candle.openAtMs,
    open_at: new Date(candle.openAtMs).toISOString(),
    open: candle.open,
    high: candle.high,
    low: candle.low,
    close: candle.close,
    volume: candle.volume,
  };
}

export function settlementRecord(settlement: StoredSettlement): RowRecord {
  return {
    settled_at_ms: settlement.settledAtMs,
    settled_at: new Date(settlement.settledAtMs).toISOString(),
    rate: settlement.rate,
    interval_minutes: settlement.intervalMinutes ?? null,
    observed_at_ms: settlement.stampedAtMs,
  };
}
