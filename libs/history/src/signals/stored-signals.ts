import { anchorBefore } from '@fullcarry/domain/signal/anchored';
import {
  NO_SIGNALS,
  priceStep,
  settledStep,
  signalValues,
  type MarketSignals,
  type SignalValues,
} from '@fullcarry/domain/signal/market-signals';
import { DAY_MS, floorTo, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import type { Reads } from '../database/database.js';
import type { StoredSeries } from '../markets/stored-series.js';
import { storedCandles, storedSettlements } from '../rows/series-rows.js';

/** A series, and in which windows it is proven, ascending. */
export interface ProvenSeries {
  readonly series: StoredSeries;
  readonly coverage: readonly TimeWindow[];
}

/** Of what the signals of one market are made. `spot`: undefined where no history of it is kept. */
export interface SignalSeries {
  readonly funding: ProvenSeries;
  readonly candles: ProvenSeries;
  readonly spot: ProvenSeries | undefined;
  /** Coins in one unit of the perpetual. */
  readonly unitsPerContract: number;
}

interface Remembered {
  /** What has to be the same for the rows before to be what they were. */
  readonly key: string;
  readonly settledToMs: number;
  readonly pricedToMs: number;
  readonly signals: MarketSignals;
}

/**
 * The signals of markets by their stored rows, as far as these are proven: each row is read once, from the anchor before the last
 * one on. Begun anew each UTC day and whenever a row was revised, so that none counts that is there no more.
 */
export class StoredSignals {
  private readonly known = new Map<number, Remembered>();
  private readonly stepMs: number;

  constructor(timeframe: Timeframe) {
    this.stepMs = timeframeMs(timeframe);
  }

  async of(database: Reads, market: SignalSeries): Promise<SignalValues> {
    const { funding, candles, spot } = market;
    const parts = spot ? [candles, spot] : [candles];
    const settled = provenSince(funding, 0);
    const priced = together(parts.map((one) => provenSince(one, this.stepMs)));
    const key = [
      floorTo(priced?.toMs ?? settled?.toMs ?? 0, DAY_MS),
      ...[funding, ...parts].map(({ series }) => `${series.id} ${series.revisions}`),
      ...[settled, priced].map((window) => window?.fromMs ?? 'none'),
    ].join(' ');
    const { id } = funding.series;
    const before = this.known.get(id);
    let known: Remembered =
      before?.key === key ? before : { key, settledToMs: 0, pricedToMs: 0, signals: NO_SIGNALS };
    if (settled) known = await this.withSettlements(database, known, funding.series.id, settled);
    if (priced) known = await this.withCandles(database, known, market, priced);
    this.known.set(id, known);
    return signalValues(known.signals);
  }

  private async withSettlements(
    database: Reads,
    known: Remembered,
    seriesId: number,
    window: TimeWindow,
  ): Promise<Remembered> {
    const fromMs = Math.max(known.settledToMs, window.fromMs);
    if (fromMs >= window.toMs) return known;
    let { signals } = known;
    const rows = await storedSettlements(database, seriesId, { fromMs, toMs: window.toMs });
    for (const { settledAtMs, rate, intervalMinutes } of rows) {
      if (intervalMinutes === undefined) continue;
      signals = settledStep(signals, {
        settledAtMs,
        rate: Number(rate),
        hours: intervalMinutes / 60,
      });
    }
    return { ...known, signals, settledToMs: window.toMs };
  }

  private async withCandles(
    database: Reads,
    known: Remembered,
    { candles, spot, unitsPerContract }: SignalSeries,
    { fromMs: sinceMs, toMs }: TimeWindow,
  ): Promise<Remembered> {
    const fromMs = Math.max(known.pricedToMs, sinceMs);
    if (fromMs >= toMs) return known;
    const window = { fromMs, toMs };
    const perpetual = await storedCandles(database, candles.series.id, window);
    const coins = spot ? await storedCandles(database, spot.series.id, window) : [];
    const coinAt = new Map(coins.map(({ openAtMs, close }) => [openAtMs, close]));
    let { signals } = known;
    for (const { openAtMs, close, volume } of perpetual) {
      const coin = coinAt.get(openAtMs);
      signals = priceStep(signals, {
        closedAtMs: openAtMs + this.stepMs,
        short: close,
        long: coin === undefined ? undefined : coin * unitsPerContract,
        turnoverUsdt: volume * close,
      });
    }
    return { ...known, signals, pricedToMs: toMs };
  }
}

/** No two rows of a series are further apart: the last one is of this time or younger. */
const ROWS_APART_MS = 2 * DAY_MS;

/**
 * The last stretch that is proven without a gap, since the anchor before the last row; undefined where there is none.
 * `stepMs`: a candle that opens so long before an anchor closes at it, and counts.
 */
function provenSince({ coverage }: ProvenSeries, stepMs: number): TimeWindow | undefined {
  const last = coverage.at(-1);
  if (!last) return undefined;
  const fromMs = Math.max(last.fromMs, anchorBefore(last.toMs - ROWS_APART_MS) - stepMs);
  return fromMs < last.toMs ? { fromMs, toMs: last.toMs } : undefined;
}

function together(windows: readonly (TimeWindow | undefined)[]): TimeWindow | undefined {
  const known = windows.filter((one) => one !== undefined);
  if (known.length < windows.length) return undefined;
  const fromMs = Math.max(...known.map((one) => one.fromMs));
  const toMs = Math.min(...known.map((one) => one.toMs));
  return fromMs < toMs ? { fromMs, toMs } : undefined;
}
