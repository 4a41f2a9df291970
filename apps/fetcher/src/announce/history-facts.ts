import { seriesInMarket, type SeriesKind } from '@fullcarry/domain/series';
import type { DataSynced } from '@fullcarry/contracts/facts/data-synced-v1';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Logger } from '@fullcarry/platform/logs/create-logger';

import type { BoardSeries } from '../plan/series-board.js';
import type { Prover } from './prover.js';
import type { Announcer } from './announcer.js';

/** While windows are being fetched, facts that change all the time are published no more often than this. */
const PUBLISH_WHILE_BUSY_MS = 10_000;

/** What a pass found the fetcher doing. */
export interface Doing {
  /** Windows are left to fetch. */
  readonly isBusy: boolean;
  /** History is being fetched that was never proven. */
  readonly isFetching: boolean;
}

interface Counts {
  readonly rows: number;
  readonly revisions: number;
}

/** Publishes what follows from the proofs: ready, degraded and synced, each when it changed. */
export class HistoryFacts {
  private publishedAtMs = Number.NEGATIVE_INFINITY;
  /** What was published last: undefined before anything was, null when readiness was withdrawn. */
  private ready: string | null | undefined;
  private counts: ReadonlyMap<number, Counts> | undefined;

  constructor(
    private readonly exchange: Exchange,
    private readonly announcer: Announcer,
    private readonly prover: Prover,
    /** Kinds of series that are wanted and that the exchange does not keep. */
    private readonly notKept: readonly SeriesKind[],
    private readonly logger: Logger,
  ) {}

  /** What an earlier run published is not to be believed while history is being fetched. */
  async beginFetching(): Promise<void> {
    if (this.ready !== undefined) return;
    await this.announcer.withdrawReady();
    this.ready = null;
  }

  /** Speaks for all from now on: what was published by another is published anew. */
  async speakInstead(): Promise<void> {
    this.ready = undefined;
    this.publishedAtMs = Number.NEGATIVE_INFINITY;
    await this.announcer.speakInstead();
  }

  /** `nowMs` is the exchange's time. */
  async publish(board: readonly BoardSeries[], nowMs: number, doing: Doing): Promise<void> {
    this.counts ??= countsOf(board);
    if (board.length === 0) return;
    const localMs = performance.now();
    if (doing.isBusy && localMs - this.publishedAtMs < PUBLISH_WHILE_BUSY_MS) return;
    this.publishedAtMs = localMs;
    await this.publishReadiness(board, nowMs, doing);
    if (!doing.isFetching) await this.publishSynced(board, nowMs);
  }

  private async publishReadiness(
    board: readonly BoardSeries[],
    nowMs: number,
    { isFetching }: Doing,
  ): Promise<void> {
    const about = this.about();
    const verdict = await this.prover.verdict(this.exchange.id, board, nowMs);
    if (verdict.kind === 'ready') {
      const { atMs, ...what } = verdict.ready;
      const text = JSON.stringify(what);
      if (text !== this.ready) {
        await this.announcer.announceReady({ ...what, notKept: [...this.notKept], atMs, ...about });
        if (!this.ready) this.logger.info({ sha256: what.datasetSha256 }, 'The history is proven');
        this.ready = text;
      }
    } else if (this.ready !== null) {
      await this.announcer.withdrawReady();
      if (!isFetching) this.logger.warn('The history is not proven any more');
      this.ready = null;
    }
    const series = this.prover.degraded(board);
    if (series.length === 0 && isFetching) return;
    await this.announcer.announceDegraded({ v: 1, atMs: Math.round(nowMs), ...about, series });
  }

  private async publishSynced(board: readonly BoardSeries[], nowMs: number): Promise<void> {
    const now = countsOf(board);
    const series = changes(board, this.counts ?? now, now);
    if (series.length > 0) {
      await this.announcer.announceSynced({
        v: 1,
        atMs: Math.round(nowMs),
        ...this.about(),
        rowsAdded: series.reduce((sum, one) => sum + one.rowsAdded, 0),
        rowsRevised: series.reduce((sum, one) => sum + one.rowsRevised, 0),
        series,
      });
    } else await this.announcer.announceSyncedElsewhere();
    // Only now: what could not be published is published the next time.
    this.counts = now;
  }

  private about() {
    return { exchange: this.exchange.id, source: this.exchange.source() };
  }
}

function countsOf(board: readonly BoardSeries[]): ReadonlyMap<number, Counts> {
  return new Map(board.map(({ series: { id, rows, revisions } }) => [id, { rows, revisions }]));
}

/** The series that changed between two counts; one that is only in the later count did not. */
function changes(
  board: readonly BoardSeries[],
  before: ReadonlyMap<number, Counts>,
  after: ReadonlyMap<number, Counts>,
): DataSynced['series'] {
  return board
    .map(({ series }) => {
      const now = after.get(series.id) ?? series;
      const then = before.get(series.id) ?? now;
      return {
        symbol: series.market.symbol,
        series: seriesInMarket(series.key),
        rowsAdded: Math.max(0, now.rows - then.rows),
        rowsRevised: Math.max(0, now.revisions - then.revisions),
      };
    })
    .filter((one) => one.rowsAdded > 0 || one.rowsRevised > 0);
}
