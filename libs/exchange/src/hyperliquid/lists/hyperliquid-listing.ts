import type { Market } from '@fullcarry/domain/market/market';
import type { HeldSpot } from '@fullcarry/domain/market/spot-ticker';
import type hyperliquid from 'ccxt/js/src/hyperliquid.js';
import { z } from 'zod';
import { listedByNativeId } from '../../spot/listed-by-native-id.js';
import type { LeftOutRow, RowReader } from '../../rows/row-reader.js';
import { matchSpot, type SpotMatch } from './hyperliquid-match-spot.js';
import { withHeldSpots } from '../../spot/with-held-spots.js';
import {
  QUOTE,
  quoteOf,
  readSpotMarkets,
  type SpotMarket,
  type SpotQuote,
} from './hyperliquid-spot.js';
import {
  markPrices,
  readAssetContexts,
  readUniverse,
  type Perpetual,
  type PerpetualContext,
} from './hyperliquid-universe.js';

/** A perpetual that trades, as the domain names it and as the exchange lists it. */
export interface ListedMarket {
  readonly market: Market;
  readonly perpetual: Perpetual;
}

/** Sends one question to /info: everything public is one, told apart by its `type`. */
export type AskInfo = (type: string, question?: object) => Promise<unknown>;

const EXCHANGE = 'hyperliquid';
const SPOT = { exchange: EXCHANGE, type: 'spotMetaAndAssetCtxs' };

/** Of ccxt's options for this exchange: how it names tokens that were bridged (`UBTC` is BTC). */
const TOKEN_NAMES = z.object({ spotCurrencyMapping: z.record(z.string(), z.string()) });

/** What Hyperliquid lists, as it was last asked; asked for first when it has not been. */
export class HyperliquidListing {
  private perpetuals: ReadonlyMap<string, ListedMarket> | undefined;
  private marks: ReadonlyMap<string, string> | undefined;
  private counterparts: ReadonlyMap<string, SpotMatch> | undefined;
  private readonly tokenNames: Readonly<Record<string, string>>;

  constructor(
    private readonly askInfo: AskInfo,
    private readonly api: hyperliquid,
    private readonly rows: RowReader,
  ) {
    this.tokenNames = TOKEN_NAMES.parse(api.options).spotCurrencyMapping;
  }

  /** As they were asked for last; undefined when they never were. */
  get lastListed(): ReadonlyMap<string, ListedMarket> | undefined {
    return this.perpetuals;
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

  /** What `metaAndAssetCtxs` says; remembers the marks, by which spot markets are told apart. */
  async askAssetContexts(): Promise<PerpetualContext[]> {
    const context = { exchange: EXCHANGE, type: 'metaAndAssetCtxs' };
    const contexts = readAssetContexts(this.rows, await this.askInfo(context.type), context);
    this.marks = markPrices(contexts);
    return contexts;
  }

  /** The spot counterpart of each listed market that has one, by the perpetual's symbol; prices included. */
  async askCounterparts(): Promise<ReadonlyMap<string, SpotMatch>> {
    const listed = await this.listed();
    const marks = this.marks ?? markPrices(await this.askAssetContexts());
    const spot = await this.askSpot();
    const quotes = this.quotesOf(spot);
    const reading = {
      codeOf: (coin: string) => this.codeOf(this.tokenNames[coin] ?? coin),
      quoteOf: ({ nativeId }: SpotMarket) => quotes.get(nativeId),
    };
    const found = new Map<string, SpotMatch>();
    const list = 'spot counterparts';
    const unsure: LeftOutRow[] = [];
    for (const { market, perpetual } of listed.values()) {
      const coin = { name: perpetual.name, markPrice: marks.get(perpetual.name) };
      const { match, unsure: tokens } = matchSpot(coin, spot, reading);
      if (match) found.set(market.symbol, match);
      else if (tokens.length > 0) {
        const fault = `of ${tokens.join(', ')} none can be told to be its coin`;
        unsure.push({ list, row: perpetual.name, fault });
      }
    }
    this.rows.leaveOut(list, unsure, SPOT);
    this.counterparts = found;
    return found;
  }

  /** The same counterparts with the prices of now, found first when they have not been; and those of what is held. */
  async counterpartsNow(held: readonly HeldSpot[]): Promise<ReadonlyMap<string, SpotMatch>> {
    const known = this.counterparts ?? (await this.askCounterparts());
    const spots = await this.askSpot();
    const named = new Map([...known].map(([symbol, match]) => [symbol, match.named]));
    const nativeIds = new Map(
      spots.map(({ coin, nativeId }) => [
        `${this.codeOf(this.tokenNames[coin] ?? coin)}/${QUOTE}`,
        nativeId,
      ]),
    );
    const now = new Map(spots.map((spot) => [spot.nativeId, spot]));
    return new Map(
      [...withHeldSpots(named, held, nativeIds)].flatMap(([symbol, one]) => {
        const spot = now.get(one.spotNativeId);
        return spot ? [[symbol, { spot, named: one }]] : [];
      }),
    );
  }

  private async askSpot(): Promise<readonly SpotMarket[]> {
    return readSpotMarkets(this.rows, await this.askInfo(SPOT.type), SPOT);
  }

  private quotesOf(markets: readonly SpotMarket[]): ReadonlyMap<string, SpotQuote> {
    const about = {
      list: 'spot prices',
      nameOf: ({ nativeId }: SpotMarket) => nativeId,
      context: SPOT,
    };
    const quotes = this.rows.read(about, markets, (spot): [string, SpotQuote] | undefined => {
      const quote = quoteOf(spot, SPOT);
      return quote && [spot.nativeId, quote];
    });
    return new Map(quotes);
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
