import type { Market } from '@fullcarry/domain/market';
import type { hyperliquid } from 'ccxt';
import { z } from 'zod';
import { listedByNativeId } from '../listed-by-native-id.js';
import type { RowReader } from '../row-reader.js';
import { matchSpot, readSpotMarkets, type SpotMatch } from './hyperliquid-spot.js';
import { readUniverse, type Perpetual } from './hyperliquid-universe.js';

/** A perpetual that trades, as the domain names it and as the exchange lists it. */
export interface ListedMarket {
  readonly market: Market;
  readonly perpetual: Perpetual;
}

/** Sends one question to /info: everything public is one, told apart by its `type`. */
export type AskInfo = (type: string, question?: object) => Promise<unknown>;

const EXCHANGE = 'hyperliquid';

/** Of ccxt's options for this exchange: how it names tokens that were bridged (`UBTC` is BTC). */
const TOKEN_NAMES = z.object({ spotCurrencyMapping: z.record(z.string(), z.string()) });

/** What Hyperliquid lists, as it was last asked; asked for first when it has not been. */
export class HyperliquidListing {
  private perpetuals: ReadonlyMap<string, ListedMarket> | undefined;
  private readonly tokenNames: Readonly<Record<string, string>>;

  constructor(
    private readonly askInfo: AskInfo,
    private readonly api: hyperliquid,
    private readonly rows: RowReader,
  ) {
    this.tokenNames = TOKEN_NAMES.parse(api.options).spotCurrencyMapping;
  }

  /** The perpetuals that trade, by native id. */
  async listed(): Promise<ReadonlyMap<string, ListedMarket>> {
    return this.perpetuals ?? (await this.askListed());
  }

  /** Errors: TransientError for an empty list; DataIntegrityError when much of it can't be read. */
  async askListed(): Promise<ReadonlyMap<string, ListedMarket>> {
    const universe = await this.askUniverse();
    const trading = universe.filter(({ isDelisted }) => isDelisted !== true);
    const markets = trading.map((one) => this.listedMarket(one));
    const listed = listedByNativeId(this.rows, markets, 'The exchange lists no linear market', {
      exchange: EXCHANGE,
    });
    this.perpetuals = listed;
    return listed;
  }

  async isDelisted(market: Market): Promise<boolean> {
    const universe = await this.askUniverse();
    return universe.some(({ name, isDelisted }) => name === market.nativeId && isDelisted === true);
  }

  /** The spot counterpart of each listed market that has one, by the perpetual's symbol; prices included. */
  async askCounterparts(): Promise<ReadonlyMap<string, SpotMatch>> {
    const listed = await this.listed();
    const type = 'spotMetaAndAssetCtxs';
    const spot = readSpotMarkets(this.rows, await this.askInfo(type), { exchange: EXCHANGE, type });
    const codeOf = (coin: string) => this.codeOf(this.tokenNames[coin] ?? coin);
    return new Map(
      [...listed.values()].flatMap(({ market, perpetual }) => {
        const match = matchSpot(perpetual.name, spot, codeOf);
        return match ? [[market.symbol, match]] : [];
      }),
    );
  }

  private async askUniverse(): Promise<readonly Perpetual[]> {
    return readUniverse(this.rows, await this.askInfo('meta'), {
      exchange: EXCHANGE,
      type: 'meta',
    });
  }

  private listedMarket(perpetual: Perpetual): ListedMarket {
    const market = {
      exchange: EXCHANGE,
      symbol: `${this.codeOf(perpetual.name)}/USDC:USDC`,
      nativeId: perpetual.name,
      listedAtMs: undefined,
      // Of the main dex, where coins are traded. Other dexes write their own name before the market's.
      assetClass: perpetual.name.includes(':') ? ('unknown' as const) : ('coin' as const),
    };
    return { market, perpetual };
  }

  private codeOf(coin: string): string {
    return this.api.safeCurrencyCode(coin) ?? coin;
  }
}
