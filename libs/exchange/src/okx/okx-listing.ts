import { mayBeOneAsset } from '@fullcarry/domain/market/asset-class';
import { TransientError } from '@fullcarry/domain/errors';
import type okx from 'ccxt/js/src/okx.js';
import { listedByNativeId } from '../spot/listed-by-native-id.js';
import { parsePayload } from '../transport/read-json-answer.js';
import { nameIn, type RowReader } from '../rows/row-reader.js';
import type { ExchangeTransport } from '../transport/exchange-transport.js';
import { assetClassOf } from './okx-asset-class.js';
import {
  baseOf,
  instantMs,
  INSTRUMENTS,
  readEnd,
  readLiveSpot,
  readLiveSwap,
  type ListedMarket,
  type Spot,
  type Swap,
} from './okx-instruments.js';
import type { CarryLegs } from './okx-trading-rules.js';

type Listed = ReadonlyMap<string, ListedMarket>;
type SpotByCoin = ReadonlyMap<string, Spot>;

const EXCHANGE = 'okx';
const CONTEXT = { exchange: EXCHANGE, endpoint: '/api/v5/public/instruments' };

const listOf = (list: string) => ({
  list: `instruments ${list}`,
  nameOf: (row: unknown) => nameIn(row, 'instId'),
  context: CONTEXT,
});

/** What OKX lists, as it was last asked; asked for first when it has not been. */
export class OkxListing {
  private swaps: Listed | undefined;
  private spots: SpotByCoin | undefined;
  /** Announced ends of swaps by native id, kept when they have left the list. */
  private readonly ends = new Map<string, number>();

  constructor(
    private readonly transport: ExchangeTransport,
    private readonly api: okx,
    private readonly rows: RowReader,
  ) {}

  /** As they were asked for last; undefined when they never were. */
  get lastListed(): Listed | undefined {
    return this.swaps;
  }

  /** The USDT perpetuals by native id. */
  async listed(): Promise<Listed> {
    return this.swaps ?? (await this.askListed());
  }

  /** Each of `listed()` beside its spot counterpart. */
  async legs(): Promise<CarryLegs[]> {
    const listed = await this.listed();
    return this.pair(listed, this.spots ?? (await this.askSpots()));
  }

  /** The native ids of all spot markets, by their ccxt symbol, as they were last asked for. */
  spotNativeIds(): ReadonlyMap<string, string> {
    return new Map(
      [...(this.spots?.values() ?? [])].map(({ baseCcy, quoteCcy, instId }) => [
        `${this.codeOf(baseCcy)}/${this.codeOf(quoteCcy)}`,
        instId,
      ]),
    );
  }

  /** The same, with counterparts asked for anew. */
  async legsAnew(): Promise<CarryLegs[]> {
    const listed = await this.listed();
    return this.pair(listed, await this.askSpots());
  }

  /** When a swap was to end, as the list announced while it was in it; undefined while it is, or when it never did. */
  async endOf(nativeId: string): Promise<number | undefined> {
    const listed = await this.askListed();
    return listed.has(nativeId) ? undefined : this.ends.get(nativeId);
  }

  /** Errors: TransientError for an empty list; DataIntegrityError when much of it can't be read. */
  async askListed(): Promise<Listed> {
    const rows = await this.ask('SWAP');
    for (const end of rows.map(readEnd)) {
      if (end?.endsAtMs !== undefined) this.ends.set(end.instId, end.endsAtMs);
      else if (end) this.ends.delete(end.instId);
    }
    const swaps = this.rows.read(listOf('SWAP'), rows, (row) => readLiveSwap(row, CONTEXT));
    const markets = swaps.map((one) => this.listedMarket(one));
    const listed = listedByNativeId(
      this.rows,
      markets,
      'The exchange lists no linear market',
      CONTEXT,
    );
    this.swaps = listed;
    return listed;
  }

  /** Errors: TransientError for an empty list. */
  private async askSpots(): Promise<SpotByCoin> {
    const rows = await this.ask('SPOT');
    const spots = this.rows.read(listOf('SPOT'), rows, (row) => readLiveSpot(row, CONTEXT));
    if (spots.length === 0) throw new TransientError('The exchange lists no spot market', CONTEXT);
    const byCoin = new Map(spots.map((spot) => [spot.baseCcy, spot]));
    this.spots = byCoin;
    return byCoin;
  }

  private pair(listed: Listed, spots: SpotByCoin): CarryLegs[] {
    return [...listed.values()].map((one) => {
      // On OKX every coin is traded one by one: its name is the whole name.
      const named = spots.get(baseOf(one.swap));
      const isSame = named && mayBeOneAsset(one.market.assetClass, assetClassOf(named));
      const spot = isSame ? named : undefined;
      return {
        ...one,
        spot: spot && {
          instrument: spot,
          named: {
            spotSymbol: `${this.codeOf(spot.baseCcy)}/${this.codeOf(spot.quoteCcy)}`,
            spotNativeId: spot.instId,
            unitsPerContract: 1,
          },
        },
      };
    });
  }

  private async ask(instType: 'SWAP' | 'SPOT'): Promise<readonly unknown[]> {
    const payload = await this.transport.ask(
      () => this.api.publicGetPublicInstruments({ instType }),
      {},
    );
    return parsePayload(INSTRUMENTS, payload, CONTEXT).data;
  }

  /** Named as ccxt names it, whose currency codes differ from the exchange's for a few coins. */
  private listedMarket(swap: Swap): ListedMarket {
    const market = {
      exchange: EXCHANGE,
      symbol: `${this.codeOf(baseOf(swap))}/USDT:USDT`,
      nativeId: swap.instId,
      listedAtMs: instantMs(swap.listTime),
      endsAtMs: instantMs(swap.expTime),
      assetClass: assetClassOf(swap),
    };
    return { market, swap };
  }

  private codeOf(coin: string): string {
    return this.api.safeCurrencyCode(coin) ?? coin;
  }
}
