import type { AnnouncedRun } from '@fullcarry/domain/completeness/schedule/announced-schedule';
import {
  hasCandles,
  KINDS_OF_SERIES,
  lookbackDaysOf,
  type Lookbacks,
} from '@fullcarry/domain/series';
import { DAY_MS } from '@fullcarry/domain/time-window';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import { ArchiveFileStore } from '@fullcarry/history/archive/archive-file-store';
import { ensureCandleMonths } from '@fullcarry/history/migrate/candle-months';
import { openClaims } from '@fullcarry/history/proof/claim-rows';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { countTouches } from '@fullcarry/history/proof/piece-changes';
import { PieceStore } from '@fullcarry/history/proof/piece-store';
import { ScheduleStore } from '@fullcarry/history/proof/schedule-store';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import type { SpotBegins } from './spot-begins.js';
import type { ArchivePlan } from '../archive/archive-plan.js';
import type { LostHistory } from './lost-history.js';
import { wantedOf, type TrackedSeries } from './tracked-series.js';

/** A fetcher that stands still for so long finds its months all the same. */
const MONTHS_AHEAD_MS = 92 * DAY_MS;

/** What the board shows of a series: it changes only with the series' version and its announcements. */
type Known = Pick<TrackedSeries, 'series' | 'coverage' | 'gaps' | 'claims' | 'runs' | 'files'>;

/** A series as it is wanted and known now. */
export interface BoardSeries extends TrackedSeries {
  /** Rows changed, by whoever's hand, since it was proven last. */
  readonly isStale: boolean;
  /** Some by another hand than our writer's. */
  readonly isTouched: boolean;
}

/** Reads what is wanted and what is known of every tracked series; only what changed is read again. */
export class SeriesBoard {
  private readonly markets: MarketStore;
  private readonly completeness: CompletenessStore;
  private readonly pieces: PieceStore;
  private readonly schedules: ScheduleStore;
  private readonly known = new Map<number, Known>();
  private monthsMadeAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly exchange: string,
    private readonly database: Database,
    private readonly lostHistory: LostHistory,
    private readonly spotBegins: Pick<SpotBegins, 'watch'>,
    private readonly options: {
      readonly timeframe: Timeframe;
      readonly lookbacks: Lookbacks;
      /** Left out: whatever is due is asked of the API. */
      readonly archive?: ArchivePlan;
    },
  ) {
    this.markets = new MarketStore(database);
    this.completeness = new CompletenessStore(database);
    this.pieces = new PieceStore(database);
    this.schedules = new ScheduleStore(database);
  }

  /** Every tracked series as it is wanted at the exchange's time `nowMs`. */
  async refresh(nowMs: number): Promise<BoardSeries[]> {
    await this.makeMonths(nowMs);
    await countTouches(this.database);
    const all = await this.markets.trackedSeries(this.exchange, this.options.timeframe);
    const ids = all.map(({ id }) => id);
    await this.readChanged(all);
    const stale = await this.pieces.stale(ids);
    const board: BoardSeries[] = [];
    for (const series of all) {
      const known = this.known.get(series.id);
      if (!known) continue;
      const wanted = wantedOf(series, nowMs, this.options.lookbacks, known.runs);
      const tracked = await this.lostHistory.record({ ...known, series, ...wanted }, nowMs);
      const planned = this.options.archive?.filesOf(tracked, nowMs) ?? [];
      board.push({
        ...tracked,
        planned,
        fromFiles: planned.flatMap(({ windows }) => windows),
        isStale: stale.has(series.id),
        isTouched: stale.get(series.id) ?? false,
      });
    }
    this.spotBegins.watch(board);
    return board;
  }

  /** PostgreSQL keeps candles by the month: those of the look-back and the next ones are made ahead, once a day. */
  private async makeMonths(nowMs: number): Promise<void> {
    if (nowMs - this.monthsMadeAtMs < DAY_MS) return;
    const { lookbacks } = this.options;
    const days = Math.max(...KINDS_OF_SERIES.map((kind) => lookbackDaysOf(kind, lookbacks)));
    const fromMs = nowMs - (days + 1) * DAY_MS;
    const areMade = await ensureCandleMonths(this.database, {
      fromMs: Math.floor(fromMs),
      toMs: Math.ceil(nowMs + MONTHS_AHEAD_MS),
    });
    if (areMade) this.monthsMadeAtMs = nowMs;
  }

  private async readChanged(all: readonly StoredSeries[]): Promise<void> {
    const runs = await this.schedules.runs(
      all.filter(({ key }) => !hasCandles(key)).map(({ id }) => id),
    );
    const changed = all.filter((one) => this.known.get(one.id)?.series.version !== one.version);
    const ids = changed.map(({ id }) => id);
    const coverage = await this.completeness.coverage(ids);
    const gaps = await this.completeness.gaps(ids);
    const claims = await openClaims(this.database, ids);
    const files = await new ArchiveFileStore(this.database).files(ids);
    for (const series of changed) {
      this.known.set(series.id, {
        series,
        coverage: coverage.get(series.id) ?? [],
        gaps: gaps.get(series.id) ?? [],
        claims: claims.get(series.id) ?? [],
        files: files.get(series.id) ?? [],
        runs: [],
      });
    }
    for (const [id, ofSeries] of runs) this.note(id, ofSeries);
  }

  private note(seriesId: number, runs: readonly AnnouncedRun[]): void {
    const known = this.known.get(seriesId);
    if (known) this.known.set(seriesId, { ...known, runs });
  }
}
