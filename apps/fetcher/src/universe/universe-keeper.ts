import { DataUniverseV1 } from '@fullcarry/contracts/facts/data-universe-v1';
import type { AssetClass } from '@fullcarry/domain/market/asset-class';
import { TransientError } from '@fullcarry/domain/errors';
import { isOfSpot, type SeriesKind } from '@fullcarry/domain/series';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import {
  chooseTopPairs,
  universeChange,
  type RankedMarket,
} from '@fullcarry/domain/market/universe';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { MixedSourcesError } from '@fullcarry/history/rows/mixed-sources-error';
import type { StoredMarket } from '@fullcarry/history/markets/stored-series';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import type { RetryPolicy } from '../fetch/retry-policy.js';
import type { Announcer } from '../announce/announcer.js';
import { agreedReading } from '../fetch/window-reading.js';
import type { ReadLists } from './read-lists.js';

export interface UniverseOptions {
  readonly topPairs: number;
  readonly assetClasses: readonly AssetClass[];
  readonly timeframe: Timeframe;
  /** Of those that the exchange has. */
  readonly kinds: readonly SeriesKind[];
  readonly reevaluateHours: number;
}

/** Who tells others which markets are tracked. */
export type UniverseAnnouncer = Pick<Announcer, 'isLeader' | 'retained' | 'announceUniverse'>;

/** What the exchange said when it was asked which markets are traded most. */
interface UniverseReading extends ReadLists {
  readonly chosen: readonly RankedMarket[];
}

/** Keeps the tracked markets: chooses the most traded ones, and chooses anew when the choice is old. */
export class UniverseKeeper {
  private readonly markets: MarketStore;
  private readonly certificates: CertificateStore;
  private chosenHere = false;
  private isKnown = false;
  private isOutdated = false;

  constructor(
    private readonly exchange: Exchange,
    private readonly retryPolicy: RetryPolicy,
    database: Database,
    private readonly announcer: UniverseAnnouncer,
    private readonly options: UniverseOptions,
    private readonly logger: Logger,
  ) {
    this.markets = new MarketStore(database);
    this.certificates = new CertificateStore(database);
  }

  /**
   * Chooses the markets when none are, another number is wanted, or the choice is too old; else leaves them.
   *
   * Returns the lists that the choice was made by; undefined when none was made.
   *
   * Errors: MixedSourcesError; whatever the exchange throws.
   */
  async keep(nowMs: number): Promise<ReadLists | undefined> {
    await this.refuseMixedSources();
    const before = await this.markets.tracked(this.exchange.id);
    if (!(await this.isDue(before, nowMs))) {
      await this.makeSureItIsKnown(nowMs);
      return undefined;
    }
    const { chosen, ...lists } = await this.choose();
    // Another fetcher may have chosen in the meantime: one choice is enough.
    const meanwhile = await this.markets.tracked(this.exchange.id);
    if (await this.isDue(meanwhile, nowMs)) await this.save(chosen, before, nowMs);
    else await this.makeSureItIsKnown(nowMs);
    return lists;
  }

  private async save(
    chosen: readonly RankedMarket[],
    before: readonly StoredMarket[],
    nowMs: number,
  ): Promise<void> {
    const known = new Map(before.map((market) => [market.symbol, market.listedAtMs]));
    const complete: RankedMarket[] = [];
    for (const market of chosen) {
      const listedAtMs = market.listedAtMs ?? known.get(market.symbol);
      complete.push({ ...market, listedAtMs: listedAtMs ?? (await this.askListing(market)) });
    }
    await this.markets.saveUniverse(complete, {
      exchange: this.exchange.id,
      source: this.exchange.source(),
      timeframe: this.options.timeframe,
      kinds: this.options.kinds,
      evaluatedAtMs: nowMs,
    });
    this.chosenHere = true;
    this.isOutdated = false;
    const { entered, left } = universeChange(before, chosen);
    // The data set is another one now; it is proven anew when the history of all of it is there.
    if (entered.length + left.length > 0) await this.certificates.withdrawDataset(this.exchange.id);
    this.logger.info({ pairs: chosen.length, entered, left }, 'Markets chosen by 24 h turnover');
    await this.announce(nowMs, entered, left);
  }

  private async askListing(market: RankedMarket): Promise<number | undefined> {
    if (!this.exchange.listedAtMs) return undefined;
    const asked = { asked: 'listing', symbol: market.symbol };
    return this.retryPolicy.ask(asked, async () => this.exchange.listedAtMs?.(market));
  }

  /** Chooses anew with the next pass: a tracked market is in no list any more, and nobody tells when it ended. */
  reconsider(): void {
    this.isOutdated = true;
  }

  /** Checks again whether the bus has the fact. */
  forget(): void {
    this.isKnown = false;
  }

  /** After a restart the bus still has the fact of the run before, unless that was lost or never published. */
  private async makeSureItIsKnown(nowMs: number): Promise<void> {
    if (this.isKnown || !this.announcer.isLeader) return;
    const last = DataUniverseV1.schema.safeParse(
      await this.announcer.retained(DataUniverseV1.subject),
    );
    const known = last.success ? last.data.markets.map((market) => market.symbol) : [];
    const tracked = (await this.markets.tracked(this.exchange.id)).map((market) => market.symbol);
    if (known.join() !== tracked.join()) await this.announce(nowMs, [], []);
    this.isKnown = true;
  }

  private async announce(
    nowMs: number,
    entered: readonly string[],
    left: readonly string[],
  ): Promise<void> {
    const tracked = await this.markets.tracked(this.exchange.id);
    await this.announcer.announceUniverse({
      v: 1,
      atMs: nowMs,
      exchange: this.exchange.id,
      source: this.exchange.source(),
      markets: tracked.flatMap(({ symbol, nativeId, rank, turnoverUsdt24h, listedAtMs }) =>
        rank === undefined || turnoverUsdt24h === undefined
          ? []
          : [{ symbol, nativeId, rank, turnoverUsdt24h, listedAtMs: listedAtMs ?? null }],
      ),
      entered: [...entered],
      left: [...left],
    });
    this.isKnown = true;
  }

  private async isDue(tracked: readonly StoredMarket[], nowMs: number): Promise<boolean> {
    if (tracked.length === 0 || this.isOutdated) return true;
    // After a change of the timeframe or of the kinds the markets have not the series that are wanted.
    const { kinds, timeframe } = this.options;
    const series = await this.markets.trackedSeries(this.exchange.id, timeframe);
    const isWanted = series.every(({ key }) => kinds.includes(key.kind));
    const due = kinds.filter((kind) => !isOfSpot(kind)).length * tracked.length;
    const ofPerpetuals = series.filter(({ key }) => !isOfSpot(key.kind)).length;
    if (!isWanted || ofPerpetuals < due) return true;
    // After a change of the classes that are tracked, or of a market's.
    const { assetClasses } = this.options;
    if (tracked.some((one) => one.assetClass && !assetClasses.includes(one.assetClass)))
      return true;
    if (!this.chosenHere && tracked.length !== this.options.topPairs) return true;
    const oldestMs = Math.min(...tracked.map((market) => market.evaluatedAtMs));
    return nowMs - oldestMs >= this.options.reevaluateHours * HOUR_MS;
  }

  /** Two readings must choose the same markets: a list that came incomplete would drop one for a week. */
  private async choose(): Promise<UniverseReading> {
    const readings: UniverseReading[] = [];
    const waiting = await Promise.all([this.reading(), this.reading()]);
    const agreed = await agreedReading(
      async () => {
        const reading = waiting.shift() ?? (await this.reading());
        readings.push(reading);
        return reading.chosen.map((market) => market.symbol).sort();
      },
      () => false,
    );
    const last = readings.at(-1);
    if (!agreed || !last) throw new TransientError('The lists of markets disagree');
    return last;
  }

  private async reading(): Promise<UniverseReading> {
    const listed = await this.retryPolicy.ask({ asked: 'markets' }, () => this.exchange.markets());
    const tickers = await this.retryPolicy.ask({ asked: 'tickers' }, () => this.exchange.tickers());
    const { topPairs, assetClasses } = this.options;
    const chosen = chooseTopPairs(listed, tickers, topPairs, assetClasses);
    return { chosen, listed, tickers };
  }

  private async refuseMixedSources(): Promise<void> {
    const here = this.exchange.source();
    const stored = await this.markets.sources(this.exchange.id);
    const other = stored.find((source) => source !== here);
    if (other === undefined) return;
    throw new MixedSourcesError(this.exchange.id, other, here);
  }
}
