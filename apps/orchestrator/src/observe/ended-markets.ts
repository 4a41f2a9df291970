import { endOf, type EndedMarket } from '@fullcarry/domain/desk/ends/ended-market';
import { legName, type Observation } from '@fullcarry/domain/desk/observe/observation';
import type { LegMarket } from '@fullcarry/domain/desk/book/position-leg';
import { heldPerpetuals } from '@fullcarry/domain/desk/book/position-money';
import type { Position } from '@fullcarry/domain/desk/book/position';
import { DomainError } from '@fullcarry/domain/errors';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';

/** Which of the perpetuals that are held are gone: as the history keeps it, else as the exchange says it. */
export class EndedMarkets {
  private readonly markets: MarketStore;

  /** `exchanges`: by their ids. */
  constructor(
    database: Database,
    private readonly exchanges: ReadonlyMap<string, Exchange>,
  ) {
    this.markets = new MarketStore(database);
  }

  /** `isQuoted`: whether the exchange quotes a rate of it now; undefined where that is too old. By legName. */
  async of(
    held: readonly Position[],
    isQuoted: (market: LegMarket) => boolean | undefined,
    nowMs: number,
  ): Promise<Observation['ended']> {
    const ended = new Map<string, EndedMarket>();
    for (const position of held) {
      for (const [, leg] of heldPerpetuals(position)) {
        if (isQuoted(leg) !== false) continue;
        const endedAtMs = endOf(await this.endOf(leg), false, nowMs);
        if (endedAtMs === undefined) continue;
        ended.set(legName(leg), { endedAtMs, spotPrice: await this.spotPrice(position) });
      }
    }
    return ended;
  }

  private async endOf({ venue, symbol, nativeId }: LegMarket): Promise<number | undefined> {
    const [series] = await this.markets.seriesOf(venue, symbol);
    if (series?.market.delistedAtMs !== undefined) return series.market.delistedAtMs;
    const listedAtMs = series?.market.listedAtMs;
    const market = { exchange: venue, symbol, nativeId, listedAtMs };
    return orUnanswered(this.exchanges.get(venue)?.delistedAtMs(market));
  }

  /** Of the coins that are held against it. */
  private async spotPrice({ legs: { long } }: Position): Promise<string | undefined> {
    if (long.instrument !== 'spot') return undefined;
    const { symbol, unitsPerContract } = long;
    const asked = [{ symbol, spotSymbol: symbol, unitsPerContract }];
    const spots = await orUnanswered(this.exchanges.get(long.venue)?.spotTickers(asked));
    return spots?.find(({ spotSymbol }) => spotSymbol === symbol)?.lastPrice;
  }
}

/** What an exchange does not answer now is asked for again in the next cycle. */
async function orUnanswered<Answer>(
  answer: Promise<Answer> | undefined,
): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
