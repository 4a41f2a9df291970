import { beforeBegin, seemingBeginMs } from '@fullcarry/domain/completeness/judge/spot-begin';
import { DomainError } from '@fullcarry/domain/errors';
import { hasCandles, isOfSpot, seriesName, type CandleSeries } from '@fullcarry/domain/series';
import { DAY_MS, hullOf, MINUTE_MS } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Database } from '@fullcarry/history/database/database';
import { SpotStore } from '@fullcarry/history/markets/spot-store';
import { saveGaps } from '@fullcarry/history/rows/save-gap';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { evidenceOf } from '../fetch/retry-policy.js';
import type { PageReader } from '../fetch/page-reader.js';
import type { TrackedSeries } from './tracked-series.js';

/** What could not be found out is asked again after this. */
const ASK_AGAIN_MS = MINUTE_MS;

/** What was found out is doubted after this: an answer that lacked old rows would hide them for ever. */
const DOUBT_MS = DAY_MS;

/**
 * Finds out when the spot markets began, which exchanges don't publish with them. Where answers showed the oldest stretch
 * of a series to be empty, one more is asked for that spans the place where its rows begin: when it shows them, and
 * none before, what lies before is before the listing, and not missing. Nobody waits for it.
 */
export class SpotBegins {
  private readonly spots: SpotStore;
  /** When each series may be asked about, by this machine's clock; Infinity while it is. */
  private readonly nextAtMs = new Map<number, number>();
  private failure: Error | undefined;

  constructor(
    private readonly exchange: Exchange,
    private readonly pages: PageReader,
    private readonly database: Database,
    private readonly logger: Logger,
  ) {
    this.spots = new SpotStore(database);
  }

  /** Reads what is known, and asks about what is due. Errors: of a database that could not be used meanwhile. */
  watch(board: readonly TrackedSeries[], nowMs = Date.now()): void {
    if (this.failure !== undefined) throw this.failure;
    for (const one of board) {
      const { id, key } = one.series;
      if (!hasCandles(key) || !isOfSpot(key.kind) || nowMs < this.dueAtMs(one, nowMs)) continue;
      const beginMs = one.series.spotFromMs ?? seemingBeginMs(one);
      if (beginMs === undefined) continue;
      this.nextAtMs.set(id, Infinity);
      void this.ask(one, key, beginMs)
        .then((isSure) => this.nextAtMs.set(id, Date.now() + (isSure ? DOUBT_MS : ASK_AGAIN_MS)))
        .catch((error: unknown) => {
          this.failure = error instanceof Error ? error : new Error(String(error));
        });
    }
  }

  /** What was found by an earlier run is not doubted at once. */
  private dueAtMs({ series }: TrackedSeries, nowMs: number): number {
    const knownMs = this.nextAtMs.get(series.id);
    if (knownMs !== undefined || series.spotFromMs === undefined) return knownMs ?? 0;
    this.nextAtMs.set(series.id, nowMs + DOUBT_MS);
    return Infinity;
  }

  /** Whether the market is found to begin there. */
  private async ask(one: TrackedSeries, key: CandleSeries, beginMs: number): Promise<boolean> {
    const { series } = one;
    const fields = { series: seriesName(series.key), spot: series.spotNativeId, beginMs };
    try {
      const stepMs = timeframeMs(key.timeframe);
      const before = this.exchange.limits.candlesPerPage - 1;
      const page = { fromMs: Math.max(0, beginMs - before * stepMs), toMs: beginMs + stepMs };
      const [first] = await this.pages.candles(series.market, key, page);
      const isEarlier = first !== undefined && first.openAtMs < beginMs;
      if (isEarlier && series.spotFromMs === undefined) return false;
      if (isEarlier) {
        this.logger.warn(
          fields,
          'A spot market has rows before what was its first one: they are fetched',
        );
        await this.spots.setSpotFrom(series.id, undefined);
        return false;
      }
      if (series.spotFromMs === undefined) await this.keep(one, beginMs);
      return true;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.logger.warn(
        { ...fields, ...evidenceOf(error) },
        'When a spot market began could not be asked; it is tried again',
      );
      return false;
    }
  }

  private async keep({ series, gaps }: TrackedSeries, beginMs: number): Promise<void> {
    const nowMs = Date.now();
    const [oldest, ...others] = beforeBegin(gaps, beginMs, nowMs);
    await this.spots.setSpotFrom(series.id, beginMs);
    if (oldest) {
      const known = [oldest, ...others] as const;
      await saveGaps(this.database, {
        seriesId: series.id,
        gapsWithin: hullOf(known),
        gaps: known,
      });
    }
    this.logger.info(
      { series: seriesName(series.key), spot: series.spotNativeId, beginMs },
      'The first candle of a spot market was found: what lies before is before its listing',
    );
  }
}
