import type { Candle } from '../../candle.js';
import type { Settlement } from '../../settlement.js';

/** What is asked of a row, whichever kind it is of. */
export interface RowKind<Row> {
  /** Its key within the series. */
  readonly atMs: (row: Row) => number;
  /** Its line in the certificate: all of it that counts. Rows with equal lines are the same row. */
  readonly line: (row: Row) => string;
}

export const CANDLES: RowKind<Candle> = {
  atMs: (candle) => candle.openAtMs,
  line: (c) => `${c.openAtMs},${c.open},${c.high},${c.low},${c.close},${c.volume}`,
};

/** The raw stamp is left out: its jitter is how the exchange's clock ran, not what was paid. */
export const SETTLEMENTS: RowKind<Settlement> = {
  atMs: (settlement) => settlement.settledAtMs,
  line: ({ settledAtMs, rate }) => `${settledAtMs},${rate}`,
};
