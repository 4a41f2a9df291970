import { TransientError } from '@fullcarry/domain/errors';
import type { bybit } from 'ccxt';
import { listedByNativeId } from '../listed-by-native-id.js';
import type { Wire } from '../wire.js';
import { INSTRUMENTS_PER_PAGE, readInstruments } from './bybit-instrument-pages.js';
import {
  instantMs,
  LINEAR_PAGE,
  tradesAsUsdtPerpetual,
  type Instrument,
  type ListedMarket,
} from './bybit-instruments.js';
import { SPOT_PAGE, spotByCoin, type SpotInstrument } from './bybit-spot-instruments.js';
import { carryLegs, type CarryLegs } from './bybit-trading-rules.js';

type Listed = ReadonlyMap<string, ListedMarket>;
type SpotByCoin = ReadonlyMap<string, SpotInstrument>;

const EXCHANGE = 'bybit';

/** What Bybit lists, as it was last asked; asked for first when it has not been. */
export class BybitListing {
  private linear: Listed | undefined;
  private spot: SpotByCoin | undefined;

  constructor(
    private readonly wire: Wire,
    private readonly api: bybit,
  ) {}

  /** The USDT perpetuals by native id. */
  async listed(): Promise<Listed> {
    return this.linear ?? (await this.askListed());
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
    const instruments = (await this.askInstruments({})).filter(tradesAsUsdtPerpetual);
    const markets = instruments.map((one) => this.listedMarket(one));
    const listed = listedByNativeId(markets, 'The exchange lists no linear market', {
      exchange: EXCHANGE,
    });
    this.linear = listed;
    return listed;
  }

  /** Linear instruments of a status, those that trade when none is given. */
  askInstruments(filter: { readonly status?: string }): Promise<readonly Instrument[]> {
    const question = { category: 'linear', limit: INSTRUMENTS_PER_PAGE, ...filter };
    return readInstruments(LINEAR_PAGE, (cursor) =>
      this.askPage(cursor === undefined ? question : { ...question, cursor }),
    );
  }

  /** Errors: TransientError for an empty list. */
  private async askSpot(): Promise<SpotByCoin> {
    // Spot takes neither limit nor cursor: everything comes at once.
    const instruments = await readInstruments(SPOT_PAGE, () => this.askPage({ category: 'spot' }));
    const byCoin = spotByCoin(instruments);
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

  private askPage(question: object): Promise<unknown> {
    return this.wire.ask(() => this.api.publicGetV5MarketInstrumentsInfo(question), {});
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
    };
    return { market, instrument };
  }

  private codeOf(coin: string): string {
    return this.api.safeCurrencyCode(coin) ?? coin;
  }
}
