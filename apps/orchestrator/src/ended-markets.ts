import { endOf, type EndedMarket } from '@fullcarry/domain/desk/ends/ended-market';
import type { Position } from '@fullcarry/domain/desk/position';
import { DomainError } from '@fullcarry/domain/errors';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Database } from '@fullcarry/history/database';
import { MarketStore } from '@fullcarry/history/market-store';

type Held = Pick<Position, 'symbol' | 'nativeId' | 'spotSymbol' | 'unitsPerContract'>;

/** Which of the perpetuals that are held are gone: as the history keeps it, else as the exchange says it. */
export class EndedMarkets {
  private readonly markets: MarketStore;

  constructor(
    database: Database,
    private readonly exchange: Exchange,
  ) {
    this.markets = new MarketStore(database);
  }

  /** `told`: the symbols of which the exchange says a rate now. By symbol. */
  async of(
    held: readonly Held[],
    told: ReadonlySet<string>,
    nowMs: number,
  ): Promise<ReadonlyMap<string, EndedMarket>> {
    const ended = new Map<string, EndedMarket>();
    for (const pair of held.filter(({ symbol }) => !told.has(symbol))) {
      const endedAtMs = endOf(await this.endOf(pair), false, nowMs);
      if (endedAtMs === undefined) continue;
      ended.set(pair.symbol, { endedAtMs, spotPrice: await this.spotPrice(pair) });
    }
    return ended;
  }

  private async endOf({ symbol, nativeId }: Held): Promise<number | undefined> {
    const { id: exchange } = this.exchange;
    const [series] = await this.markets.seriesOf(exchange, symbol);
    if (series?.market.delistedAtMs !== undefined) return series.market.delistedAtMs;
    const listedAtMs = series?.market.listedAtMs;
    return orUnsaid(this.exchange.delistedAtMs({ exchange, symbol, nativeId, listedAtMs }));
  }

  private async spotPrice(pair: Held): Promise<string | undefined> {
    const spots = await orUnsaid(this.exchange.spotTickers([pair]));
    return spots?.find(({ symbol }) => symbol === pair.symbol)?.lastPrice;
  }
}

/** What an exchange does not say now is asked for again in the next cycle. */
async function orUnsaid<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
