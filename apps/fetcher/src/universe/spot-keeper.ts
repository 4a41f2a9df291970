import { DomainError } from '@fullcarry/domain/errors';
import type { SpotCounterpart } from '@fullcarry/domain/market/spot-ticker';
import { isOfSpot, type SeriesKind } from '@fullcarry/domain/series';
import { MINUTE_MS } from '@fullcarry/domain/time-window';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { SpotStore } from '@fullcarry/history/markets/spot-store';
import type { StoredMarket } from '@fullcarry/history/markets/stored-series';
import type { Database } from '@fullcarry/history/database/database';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { evidenceOf, type RetryPolicy } from '../fetch/retry-policy.js';
import { agreedReading } from '../fetch/window-reading.js';

/** A spot market may be halted, or begin, at any time. */
const ASK_EVERY_MS = 15 * MINUTE_MS;
const ASK_AGAIN_MS = 5 * MINUTE_MS;

export interface SpotOptions {
  /** Of those that the exchange has. */
  readonly kinds: readonly SeriesKind[];
  readonly timeframe: Timeframe;
}

/** By the perpetual's symbol; undefined for one that has none. */
type Counterparts = ReadonlyMap<string, SpotCounterpart | undefined>;

/**
 * Keeps which spot market stands beside each tracked perpetual: the one that the desk would trade, as the exchange's
 * trading rules name it. One that does not trade is none, and its series rests.
 */
export class SpotKeeper {
  private readonly markets: MarketStore;
  private readonly spots: SpotStore;
  private readonly certificates: CertificateStore;
  private nextAtMs = Number.NEGATIVE_INFINITY;
  private asked = '';

  constructor(
    private readonly exchange: Exchange,
    private readonly retryPolicy: RetryPolicy,
    database: Database,
    private readonly options: SpotOptions,
    private readonly logger: Logger,
  ) {
    this.markets = new MarketStore(database);
    this.spots = new SpotStore(database);
    this.certificates = new CertificateStore(database);
  }

  /**
   * Asks for the counterparts when that is due. `nowMs`: the exchange's time.
   *
   * Errors: whatever the exchange throws, while nothing is known of any; later what is known is kept.
   */
  async keep(nowMs: number): Promise<void> {
    if (!this.options.kinds.some(isOfSpot)) return;
    const tracked = await this.markets.tracked(this.exchange.id);
    const names = tracked.map(({ id }) => id).join();
    if (tracked.length === 0 || (nowMs < this.nextAtMs && names === this.asked)) return;
    try {
      await this.save(tracked, await this.ask(tracked));
      this.nextAtMs = nowMs + ASK_EVERY_MS;
      this.asked = names;
    } catch (error) {
      const isKnown = tracked.some(({ spot }) => spot !== undefined);
      if (!isKnown || !(error instanceof DomainError)) throw error;
      this.nextAtMs = nowMs + ASK_AGAIN_MS;
      this.asked = names;
      this.logger.warn(
        evidenceOf(error),
        'The spot markets could not be had; those that are known are kept',
      );
    }
  }

  /** What differs from what is known is believed when a second answer says the same. */
  private async ask(tracked: readonly StoredMarket[]): Promise<Counterparts> {
    let last: Counterparts = new Map();
    const agreed = await agreedReading(
      async () => {
        const rules = await this.retryPolicy.ask({ asked: 'spot markets' }, () =>
          this.exchange.tradingRules(),
        );
        last = new Map(rules.map(({ symbol, spot }) => [symbol, spot && counterpartOf(spot)]));
        // A perpetual that is gone, or whose row can't be read, has no rules: nothing is said of its spot market.
        return tracked.flatMap(({ symbol }) => {
          return last.has(symbol) ? [[symbol, last.get(symbol) ?? null] as const] : [];
        });
      },
      (answered) =>
        answered.every(([symbol, spot]) => isSame(spot ?? undefined, spotOf(tracked, symbol))),
    );
    return agreed ? last : new Map();
  }

  private async save(tracked: readonly StoredMarket[], answered: Counterparts): Promise<void> {
    const changed = tracked.filter(
      ({ symbol, spot }) => answered.has(symbol) && !isSame(answered.get(symbol), spot),
    );
    const { kinds, timeframe } = this.options;
    for (const { id, symbol } of changed) {
      await this.spots.setSpot(id, answered.get(symbol), kinds, timeframe);
    }
    if (changed.length > 0) await this.certificates.withdrawDataset(this.exchange.id);
    if (changed.length === 0 && this.asked !== '') return;
    const without = tracked.filter(
      ({ symbol, spot }) => !(answered.has(symbol) ? answered.get(symbol) : spot),
    );
    this.logger.info(
      {
        exchange: this.exchange.id,
        spotMarkets: tracked.length - without.length,
        noSpotMarket: without.map(({ symbol }) => symbol),
      },
      'Spot markets of the tracked perpetuals: where there is none, no history of spot is kept',
    );
  }
}

function counterpartOf({
  spotSymbol,
  spotNativeId,
  unitsPerContract,
}: SpotCounterpart): SpotCounterpart {
  return { spotSymbol, spotNativeId, unitsPerContract };
}

function spotOf(tracked: readonly StoredMarket[], symbol: string): SpotCounterpart | undefined {
  return tracked.find((market) => market.symbol === symbol)?.spot;
}

function isSame(one: SpotCounterpart | undefined, other: SpotCounterpart | undefined): boolean {
  if (!one || !other) return one === other;
  return (
    one.spotNativeId === other.spotNativeId &&
    one.spotSymbol === other.spotSymbol &&
    one.unitsPerContract === other.unitsPerContract
  );
}
