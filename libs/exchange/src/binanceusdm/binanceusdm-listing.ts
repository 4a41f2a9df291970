import { TransientError } from '@fullcarry/domain/errors';
import type { binanceusdm } from 'ccxt';
import { listedByNativeId } from '../listed-by-native-id.js';
import { parsePayload } from '../parse-payload.js';
import type { Wire } from '../wire.js';
import {
  EXCHANGE_INFO,
  tradesAsUsdtPerpetual,
  type Instrument,
  type ListedMarket,
} from './binanceusdm-instruments.js';
import {
  SPOT_EXCHANGE_INFO,
  spotByCoin,
  type SpotInstrument,
} from './binanceusdm-spot-instruments.js';
import { carryLegs, type CarryLegs } from './binanceusdm-trading-rules.js';

type Listed = ReadonlyMap<string, ListedMarket>;
type SpotByCoin = ReadonlyMap<string, SpotInstrument>;

const EXCHANGE = 'binanceusdm';

/** What Binance lists, as it was last asked; asked for first when it has not been. */
export class BinanceListing {
  private futures: Listed | undefined;
  private spot: SpotByCoin | undefined;

  constructor(
    private readonly wire: Wire,
    private readonly api: binanceusdm,
  ) {}

  /** The USDT perpetuals by native id. */
  async listed(): Promise<Listed> {
    return this.futures ?? (await this.askListed());
  }

  /** Each of `listed()` beside its spot counterpart. */
  async legs(): Promise<CarryLegs[]> {
    const listed = await this.listed();
    return this.pair(listed, this.spot ?? (await this.askSpot()));
  }

  /** The same, with counterparts asked for anew. */
  async legsAnew(): Promise<CarryLegs[]> {
    const listed = await this.listed();
    return this.pair(listed, await this.askSpot());
  }

  /** Errors: TransientError for an empty list; DataIntegrityError when two share a symbol. */
  async askListed(): Promise<Listed> {
    const instruments = (await this.askInstruments()).filter(tradesAsUsdtPerpetual);
    const markets = instruments.map((one) => this.listedMarket(one));
    const listed = listedByNativeId(markets, 'The exchange lists no perpetual', {
      exchange: EXCHANGE,
    });
    this.futures = listed;
    return listed;
  }

  /** Every symbol of every status: all come at once. */
  async askInstruments(): Promise<readonly Instrument[]> {
    const payload = await this.wire.ask(() => this.api.fapiPublicGetExchangeInfo(), {});
    const context = { exchange: EXCHANGE, endpoint: '/fapi/v1/exchangeInfo' };
    return parsePayload(EXCHANGE_INFO, payload, context).symbols;
  }

  /** Errors: TransientError for an empty list. */
  private async askSpot(): Promise<SpotByCoin> {
    const payload = await this.wire.ask(() => this.api.publicGetExchangeInfo(), {});
    const context = { exchange: EXCHANGE, endpoint: '/api/v3/exchangeInfo' };
    const byCoin = spotByCoin(parsePayload(SPOT_EXCHANGE_INFO, payload, context).symbols);
    if (byCoin.size === 0) {
      throw new TransientError('The exchange lists no spot market', { exchange: EXCHANGE });
    }
    this.spot = byCoin;
    return byCoin;
  }

  private pair(listed: Listed, spot: SpotByCoin): CarryLegs[] {
    const codeOf = (coin: string) => this.codeOf(coin);
    return [...listed.values()].map((one) => carryLegs(one, spot, codeOf));
  }

  /** Named as ccxt names it, whose currency codes differ from the exchange's for a few coins. */
  private listedMarket(instrument: Instrument): ListedMarket {
    const [base, quote, settle] = [
      instrument.baseAsset,
      instrument.quoteAsset,
      instrument.marginAsset,
    ].map((coin) => this.codeOf(coin));
    const market = {
      exchange: EXCHANGE,
      symbol: `${base}/${quote}:${settle}`,
      nativeId: instrument.symbol,
      listedAtMs: instrument.onboardDate > 0 ? instrument.onboardDate : undefined,
    };
    return { market, instrument };
  }

  private codeOf(coin: string): string {
    return this.api.safeCurrencyCode(coin) ?? coin;
  }
}
