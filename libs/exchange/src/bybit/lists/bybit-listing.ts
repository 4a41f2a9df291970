import { TransientError } from '@fullcarry/domain/errors';
import type bybit from 'ccxt/js/src/bybit.js';
import { listedByNativeId } from '../../spot/listed-by-native-id.js';
import { nameIn, type RowReader } from '../../rows/row-reader.js';
import type { ExchangeTransport } from '../../transport/exchange-transport.js';
import { assetClassOf } from './bybit-asset-class.js';
import { INSTRUMENTS_PER_PAGE, instrumentRows } from './bybit-instrument-pages.js';
import {
  instantMs,
  readClosedPerpetual,
  readTradingPerpetual,
  type Instrument,
  type InstrumentEnd,
  type ListedMarket,
} from './bybit-instruments.js';
import { readSpotInstrument, type SpotInstrument } from './bybit-spot-instruments.js';
import { carryLegs, type CarryLegs } from './bybit-trading-rules.js';

type Listed = ReadonlyMap<string, ListedMarket>;
type SpotByCoin = ReadonlyMap<string, SpotInstrument>;

const EXCHANGE = 'bybit';
const CONTEXT = { exchange: EXCHANGE, endpoint: '/v5/market/instruments-info' };

const listOf = (list: string) => ({
  list: `instruments ${list}`,
  nameOf: (row: unknown) => nameIn(row, 'symbol'),
  context: CONTEXT,
});

/** What Bybit lists, as it was last asked; asked for first when it has not been. */
export class BybitListing {
  private linear: Listed | undefined;
  private spot: SpotByCoin | undefined;

  constructor(
    private readonly transport: ExchangeTransport,
    private readonly api: bybit,
    private readonly rows: RowReader,
  ) {}

  /** As they were asked for last; undefined when they never were. */
  get lastListed(): Listed | undefined {
    return this.linear;
  }

  /** The USDT perpetuals by native id. */
  async listed(): Promise<Listed> {
    return this.linear ?? (await this.askListed());
  }

  /** Each of `listed()` beside its spot counterpart. */
  async legs(): Promise<CarryLegs[]> {
    const listed = await this.listed();
    return this.pair(listed, this.spot ?? (await this.askSpot()));
  }

  /** The native ids of all spot markets, by their ccxt symbol, as they were last asked for. */
  spotNativeIds(): ReadonlyMap<string, string> {
    return new Map(
      [...(this.spot?.values() ?? [])].map(({ baseCoin, quoteCoin, symbol }) => [
        `${this.codeOf(baseCoin)}/${this.codeOf(quoteCoin)}`,
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
    const rows = await this.askLinear({});
    const instruments = this.rows.read(listOf('linear'), rows, (row) =>
      readTradingPerpetual(row, CONTEXT),
    );
    const markets = instruments.map((one) => this.listedMarket(one));
    const listed = listedByNativeId(
      this.rows,
      markets,
      'The exchange lists no linear market',
      CONTEXT,
    );
    this.linear = listed;
    return listed;
  }

  /** The ends of the USDT perpetuals that trade no more. */
  async askEnds(): Promise<readonly InstrumentEnd[]> {
    const rows = await this.askLinear({ status: 'Closed' });
    return this.rows.read(listOf('closed'), rows, (row) => readClosedPerpetual(row, CONTEXT));
  }

  /** Linear instruments of a status, those that trade when none is given. */
  private askLinear(filter: { readonly status?: string }): Promise<readonly unknown[]> {
    const question = { category: 'linear', limit: INSTRUMENTS_PER_PAGE, ...filter };
    return instrumentRows('linear', (cursor) =>
      this.askPage(cursor === undefined ? question : { ...question, cursor }),
    );
  }

  /** Errors: TransientError for an empty list. */
  private async askSpot(): Promise<SpotByCoin> {
    // Spot takes neither limit nor cursor: everything comes at once.
    const rows = await instrumentRows('spot', () => this.askPage({ category: 'spot' }));
    const instruments = this.rows.read(listOf('spot'), rows, (row) =>
      readSpotInstrument(row, CONTEXT),
    );
    if (instruments.length === 0) {
      throw new TransientError('The exchange lists no spot market', CONTEXT);
    }
    const byCoin = new Map(instruments.map((one) => [one.baseCoin, one]));
    this.spot = byCoin;
    return byCoin;
  }

  private pair(listed: Listed, spot: SpotByCoin): CarryLegs[] {
    const codeOf = (coin: string) => this.codeOf(coin);
    return [...listed.values()].map((one) => carryLegs(one, spot, codeOf));
  }

  private askPage(question: object): Promise<unknown> {
    return this.transport.ask(() => this.api.publicGetV5MarketInstrumentsInfo(question), {});
  }

  /** Named as ccxt names it, whose currency codes differ from the exchange's for a few coins. */
  private listedMarket(instrument: Instrument): ListedMarket {
    const [base, quote, settle] = [
      instrument.baseCoin,
      instrument.quoteCoin,
      instrument.settleCoin,
    ].map((coin) => this.codeOf(coin));
    const market = {
      exchange: EXCHANGE,
      symbol: `${base}/${quote}:${settle}`,
      nativeId: instrument.symbol,
      listedAtMs: instantMs(instrument.launchTime),
      endsAtMs: instantMs(instrument.deliveryTime),
      assetClass: assetClassOf(instrument),
    };
    return { market, instrument };
  }

  private codeOf(coin: string): string {
    return this.api.safeCurrencyCode(coin) ?? coin;
  }
}
