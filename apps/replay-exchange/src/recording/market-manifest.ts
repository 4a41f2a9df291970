import { datedFuture } from './dated-future.js';
import { spotSpecsOf, type SpotSpec } from './spot-manifest.js';

/** Where rows were recorded: the names of the folders. */
export const VENUES = ['bybit', 'binance', 'okx', 'hyperliquid'] as const;
export type Venue = (typeof VENUES)[number];

/** One recorded file: `<exchange>/1h/<symbol>.csv.gz` or `<exchange>/funding/<symbol>.csv.gz`. */
export interface RecordingName {
  readonly exchange: Venue;
  readonly symbol: string;
}

/**
 * One market that the replay offers, and where its rows come from.
 *
 * `recordedAs`: the name by which the same market goes in every API of the replay: Bybit's.
 * `role`: a `market` is listed and may be selected. The others are decoys: a `closed` one is delisted and
 * shows only when asked for by status; a `ticker-only` one has a ticker and is in no list of instruments.
 * `splitDigits`: 3 where a thousand coins were recorded at once and one is played.
 * `deliveryAtMs`: when a dated future ends; undefined for a perpetual.
 * `spot`: the spot markets of its coin, derived where no recording of them is played.
 * `isSettledHourly`: its funding is derived from what was recorded, see `hourlySettlements`.
 * `standIn`: stated openly wherever the market is described, when its candles were recorded on another market.
 */
export interface MarketSpec {
  readonly nativeId: string;
  readonly recordedAs: string;
  readonly baseCoin: string;
  readonly settleCoin: 'USDT' | 'USDC';
  readonly role: 'market' | 'closed' | 'ticker-only';
  readonly splitDigits?: number;
  readonly deliveryAtMs?: number;
  readonly candles: RecordingName;
  readonly funding?: RecordingName;
  readonly spot: readonly SpotSpec[];
  readonly isSettledHourly?: boolean;
  readonly standIn?: string;
}

/** Pairs whose candles and funding were both recorded on Bybit. */
const BYBIT = ['AAVE', 'ADA', 'APE', 'AVAX', 'BNB', 'BTC', 'ETH', 'SOL'];

/** Funding from Bybit, candles from Binance: together they reach back further than Binance's alone. */
const BYBIT_FUNDING_BINANCE_CANDLES = ['DOGE', 'XRP'];

/** Pairs recorded on Binance only, played through Bybit's API too. */
const BINANCE = [
  ...['1000PEPE', '1000SHIB', 'ANIME', 'ANKR', 'AZTEC', 'COS', 'ENA', 'HYPE', 'KAT', 'LINK'],
  ...['OGN', 'PAXG', 'POWER', 'SUI', 'TRX', 'WLD', 'ZEC'],
];

/** By its native id, or by the name that it has in every API. */
export function isNamed(spec: Pick<MarketSpec, 'nativeId' | 'recordedAs'>, name: string): boolean {
  return spec.nativeId === name || spec.recordedAs === name;
}

/** Every market of the replay, as Bybit names it. The anchor matters to the dated future only, which must lie ahead. */
export function marketManifest(anchorMs: number): readonly MarketSpec[] {
  return [
    ...BYBIT.map((coin) => usdtPerpetual(coin, 'bybit', 'bybit')),
    ...BYBIT_FUNDING_BINANCE_CANDLES.map((coin) => usdtPerpetual(coin, 'binance', 'bybit')),
    ...BINANCE.map((coin) => usdtPerpetual(coin, 'binance', 'binance')),
    injective(),
    ...decoys(anchorMs),
  ];
}

function usdtPerpetual(
  baseCoin: string,
  candlesFrom: RecordingName['exchange'],
  fundingFrom: RecordingName['exchange'],
): MarketSpec {
  const nativeId = `${baseCoin}USDT`;
  return {
    nativeId,
    recordedAs: nativeId,
    baseCoin,
    settleCoin: 'USDT',
    role: 'market',
    candles: { exchange: candlesFrom, symbol: nativeId },
    funding: { exchange: fundingFrom, symbol: nativeId },
    spot: spotSpecsOf(baseCoin),
  };
}

/** Worth a stand-in: its funding goes from 8 h to 1 h, over one step of 6 h, back to 8 h. */
function injective(): MarketSpec {
  return {
    ...usdtPerpetual('INJ', 'bybit', 'bybit'),
    ...playing('AVAXUSDT', 'no INJUSDT candles were recorded'),
  };
}

/** They carry the candles, and so the turnover, of the largest pairs: a careless selector takes them. */
function decoys(anchorMs: number): MarketSpec[] {
  const future = datedFuture('BTCUSDT', anchorMs);
  return [
    {
      ...usdtPerpetual('LTC', 'bybit', 'bybit'),
      nativeId: 'LTCPERP',
      recordedAs: 'LTCPERP',
      settleCoin: 'USDC',
      funding: { exchange: 'bybit', symbol: 'LTCPERP' },
      spot: [],
      ...playing('ETHUSDT', 'a decoy, settled in USDC'),
    },
    {
      nativeId: future.nativeId,
      recordedAs: future.nativeId,
      baseCoin: 'BTC',
      settleCoin: 'USDT',
      role: 'market',
      deliveryAtMs: future.deliveryAtMs,
      spot: [],
      ...playing('BTCUSDT', 'a decoy, a dated future'),
    },
    {
      ...usdtPerpetual('TON', 'bybit', 'bybit'),
      role: 'closed',
      spot: [],
      ...playing('BTCUSDT', 'a decoy, delisted'),
    },
    {
      ...usdtPerpetual('SEI', 'bybit', 'bybit'),
      role: 'ticker-only',
      spot: [],
      ...playing('SOLUSDT', 'a decoy, in the tickers but in no list of instruments'),
    },
  ];
}

function playing(symbol: string, why: string): Pick<MarketSpec, 'candles' | 'standIn'> {
  return {
    candles: { exchange: 'bybit', symbol },
    standIn: `candles recorded on ${symbol} stand in: ${why}`,
  };
}
