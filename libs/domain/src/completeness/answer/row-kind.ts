import type { Candle } from '../../candle.js';
import { settlementHour, stampMinute, type Settlement } from '../../settlement.js';
import type { TimeWindow } from '../../time-window.js';
import type { Hole } from '../judge/hole.js';
import { candleHoles } from '../schedule/candle-grid.js';
import { settlementHoles, type ScheduleEvidence } from '../schedule/settlement-schedule.js';

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

/** What is asked of the rows of an answer too: where they are asked for, and where rows are due and none is. */
export interface AnsweredKind<Row> extends RowKind<Row> {
  /** By what a row is in a window that is asked for. */
  readonly askedAtMs: (row: Row) => number;
  /** `times`: of all rows that tell what is due, ascending. */
  readonly holes: (times: readonly number[], window: TimeWindow) => readonly Hole[];
}

export function answeredCandles(stepMs: number): AnsweredKind<Candle> {
  return {
    ...CANDLES,
    askedAtMs: CANDLES.atMs,
    holes: (times, window) =>
      candleHoles(
        times.map((openAtMs) => ({ openAtMs })),
        window,
        stepMs,
      ),
  };
}

export function answeredSettlements(evidence: ScheduleEvidence): AnsweredKind<Settlement> {
  return {
    ...SETTLEMENTS,
    askedAtMs: stampOf,
    holes: (times, window) => settlementHoles(times, window, evidence),
  };
}

/** A settlement is asked for by its stamp; where that is none of its hour, as only a hand writes it, by its hour. */
function stampOf({ settledAtMs, stampedAtMs }: Settlement): number {
  return settlementHour(stampedAtMs) === settledAtMs ? stampMinute(stampedAtMs) : settledAtMs;
}
