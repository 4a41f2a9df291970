import { TransientError } from '@fullcarry/domain/errors';
import type binanceusdm from 'ccxt/js/src/binanceusdm.js';
import { listedByNativeId } from '../../spot/listed-by-native-id.js';
import { parsePayload } from '../../transport/read-json-answer.js';
import { nameIn, type RowReader } from '../../rows/row-reader.js';
import type { ExchangeTransport } from '../../transport/exchange-transport.js';
import { assetClassOf } from './binanceusdm-asset-class.js';
import {
  announcedEndMs,
  EXCHANGE_INFO,
  readEndedPerpetual,
  readTradingPerpetual,
  type Instrument,
  type InstrumentEnd,
  type ListedMarket,
} from './binanceusdm-instruments.js';
import { readSpotInstrument, type SpotInstrument } from './binanceusdm-spot-instruments.js';
import { carryLegs, type CarryLegs } from './binanceusdm-trading-rules.js';

type Listed = ReadonlyMap<string, ListedMarket>;
type SpotByCoin = ReadonlyMap<string, SpotInstrument>;

const EXCHANGE = 'binanceusdm';
const FUTURES = { exchange: EXCHANGE, endpoint: '/fapi/v1/exchangeInfo' };
const SPOT = { exchange: EXCHANGE, endpoint: '/api/v3/exchangeInfo' };

const listOf = (list: string, context: typeof FUTURES) => ({
  list: `instruments ${list}`,
  nameOf: (row: unknown) => nameIn(row, 'symbol'),
  context,
});

/** What Binance lists, as it was last asked; asked for first when it has not been. */
export class BinanceListing {
  private futures: Listed | undefined;
  private spot: SpotByCoin | undefined;

  constructor(
    private readonly transport: ExchangeTransport,
    private readonly api: binanceusdm,
    private readonly rows: RowReader,
  ) {}

  /** As they were asked for last; undefined when they never were. */
  get lastListed(): Listed | undefined {
    return this.futures;
  }

  /** The USDT perpetuals by native id. */
  async listed(): Promise<Listed> {
    return this.futures ?? (await this.askListed());
  }

  /** Each of `listed()` beside its spot counterpart. */
  async legs(): Promise<CarryLegs[]> {
    const listed = await this.listed();
    return this.pair(listed, this.spot ?? (await this.askSpot()));
  }

  /** The native ids of all spot markets, by their ccxt symbol, as they were last asked for. */
  spotNativeIds(): ReadonlyMap<string, string> {
    return new Map(
      [...(this.spot?.values() ?? [])].map(({ baseAsset, quoteAsset, symbol }) => [
        `${this.codeOf(baseAsset)}/${this.codeOf(quoteAsset)}`,
        symbol,
      ]),
    );
  }

  /** The same, with counterparts asked for anew. */
  async legsAnew(): Promise<CarryLegs[]> {
    const listed = await this.listed();
    return this.pair(listed, await this.askSpot());
  }

  /** Errors: TransientError for an empty list; DataIntegrityError when much of it can't be read. */
  async askListed(): Promise<Listed> {
    const rows = await this.askFutures();
    const instruments = this.rows.read(listOf('futures', FUTURES), rows, (row) =>
      readTradingPerpetual(row, FUTURES),
    );
    const markets = instruments.map((one) => this.listedMarket(one));
    const listed = listedByNativeId(this.rows, markets, 'The exchange lists no perpetual', FUTURES);
    this.futures = listed;
    return listed;
  }

  /** The ends of the USDT perpetuals that trade no more, as long as they stand in the list. */
  async askEnds(): Promise<readonly InstrumentEnd[]> {
    const rows = await this.askFutures();
    return this.rows.read(listOf('ended', FUTURES), rows, (row) =>
      readEndedPerpetual(row, FUTURES),
    );
  }

  /** Every symbol of every status: all come at once. */
  private async askFutures(): Promise<readonly unknown[]> {
    const payload = await this.transport.ask(() => this.api.fapiPublicGetExchangeInfo(), {});
    return parsePayload(EXCHANGE_INFO, payload, FUTURES).symbols;
  }

  /** Errors: TransientError for an empty list. */
  private async askSpot(): Promise<SpotByCoin> {
    const payload = await this.transport.ask(() => this.api.publicGetExchangeInfo(), {});
    const rows = parsePayload(EXCHANGE_INFO, payload, SPOT).symbols;
    const instruments = this.rows.read(listOf('spot', SPOT), rows, (row) =>
      readSpotInstrument(row, SPOT),
    );
    if (instruments.length === 0) {
      throw new TransientError('The exchange lists no spot market', SPOT);
    }
    const byCoin = new Map(instruments.map((one) => [one.baseAsset, one]));
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
      endsAtMs: announcedEndMs(instrument.deliveryDate),
      assetClass: assetClassOf(instrument.underlyingType),
    };
    return { market, instrument };
  }

  private codeOf(coin: string): string {
    return this.api.safeCurrencyCode(coin) ?? coin;
  }
}
