import { candlesDue } from '@fullcarry/domain/completeness/schedule/candle-grid';
import { USUAL_INTERVAL_MS } from '@fullcarry/domain/completeness/schedule/interval-history';
import {
  afterLost,
  keptFromMs,
  lostGap,
  lostStretches,
  withGapsAround,
} from '@fullcarry/domain/completeness/judge/lost-history';
import { hasCandles, seriesName } from '@fullcarry/domain/series';
import { DAY_MS, within } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Database } from '@fullcarry/history/database/database';
import { saveGaps } from '@fullcarry/history/rows/save-gap';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import type { TrackedSeries } from './tracked-series.js';

/**
 * Puts on record which rows of the look-back can't be had any more, because the exchange keeps them for a
 * while only, and wants the others.
 */
export class LostHistory {
  constructor(
    private readonly exchange: Pick<Exchange, 'limits'>,
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  /** `nowMs` is the exchange's time. Returns the series as it is wanted and known then. */
  async record(tracked: TrackedSeries, nowMs: number): Promise<TrackedSeries> {
    const kept = this.keptOf(tracked);
    if (!kept) return tracked;
    const fromMs = keptFromMs(nowMs, kept.forMs);
    let { gaps } = tracked;
    for (const lost of lostStretches(tracked, fromMs)) {
      const rows = Math.max(1, candlesDue(lost, kept.stepMs));
      const gap = lostGap(lost, rows, `the exchange keeps ${kept.what}`, Date.now());
      const gapsWithin = withGapsAround(lost, gaps);
      await saveGaps(this.database, { seriesId: tracked.series.id, gapsWithin, gaps: [gap] });
      gaps = [...gaps.filter((one) => !within(one, gapsWithin)), gap];
      this.logger.info(
        { series: seriesName(tracked.series.key), ...lost },
        'Rows older than the exchange keeps are not to be had',
      );
    }
    return { ...tracked, gaps, wanted: afterLost(tracked.wanted, gaps), readableFromMs: fromMs };
  }

  /** How long rows of the series are kept; undefined where for ever. */
  private keptOf({ series, stepMs }: TrackedSeries): Kept | undefined {
    const { candlesKept, settlementsKeptMs } = this.exchange.limits;
    if (hasCandles(series.key)) {
      if (candlesKept === undefined) return undefined;
      return { forMs: candlesKept * stepMs, stepMs, what: `the newest ${candlesKept} candles` };
    }
    if (settlementsKeptMs === undefined) return undefined;
    const what = `${settlementsKeptMs / DAY_MS} days of settlements`;
    return { forMs: settlementsKeptMs, stepMs: USUAL_INTERVAL_MS, what };
  }
}

interface Kept {
  readonly forMs: number;
  /** Of the rows that are lost, at the least. */
  readonly stepMs: number;
  readonly what: string;
}
