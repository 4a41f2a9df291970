import type { Answer } from '../api/answer.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { json } from '../http/delivery.js';
import { fromUnits } from '../market/prices/decimal-units.js';
import type { ReplayMarket } from '../market/replay-market.js';

/** What a perpetual that nobody thinks of ending tells for its delivery: 2100-12-25. */
const NEVER_MS = 4_133_404_800_000;

/** GET /fapi/v1/exchangeInfo: every symbol of every status at once; one that was delisted is SETTLING. */
export function answerExchangeInfo(_query: Query, { board, nowMs }: View): Answer {
  const symbols = board
    .all()
    .filter((market) => market.recording.spec.role !== 'ticker-only' && market.isLaunched(nowMs))
    .map((market) => symbolOf(market, nowMs));
  return {
    kind: 'instruments',
    rows: symbols.map((one) => ({ symbol: one.symbol, write: (symbol) => ({ ...one, symbol }) })),
    write: (rows, serverTimeMs) =>
      json({
        timezone: 'UTC',
        serverTime: serverTimeMs,
        futuresType: 'U_MARGINED',
        rateLimits: [
          { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 2_400 },
        ],
        exchangeFilters: [],
        assets: [],
        symbols: rows.map((row) => row.write(row.symbol)),
      }),
  };
}

/** Steps come from the recorded decimals; what else clients read are plausible constants. */
function symbolOf(market: ReplayMarket, nowMs: number) {
  const { spec } = market.recording;
  const { steps } = market;
  const isFuture = spec.deliveryAtMs !== undefined;
  const most = fromUnits(10_000_000, steps.volumeDecimals);
  return {
    symbol: market.symbol,
    pair: `${spec.baseCoin}${spec.settleCoin}`,
    contractType: isFuture ? 'CURRENT_QUARTER' : 'PERPETUAL',
    deliveryDate: market.endsAtMs ?? NEVER_MS,
    onboardDate: market.launchedAtMs,
    status: market.hasEnded(nowMs) ? 'SETTLING' : 'TRADING',
    maintMarginPercent: '2.5000',
    requiredMarginPercent: '5.0000',
    baseAsset: spec.baseCoin,
    quoteAsset: spec.settleCoin,
    marginAsset: spec.settleCoin,
    pricePrecision: steps.priceDecimals,
    quantityPrecision: steps.volumeDecimals,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: 'COIN',
    underlyingSubType: [],
    triggerProtect: '0.0500',
    liquidationFee: '0.015000',
    marketTakeBound: '0.05',
    filters: [
      {
        filterType: 'PRICE_FILTER',
        minPrice: steps.price,
        maxPrice: fromUnits(1_999_999_998, steps.priceDecimals),
        tickSize: steps.price,
      },
      { filterType: 'LOT_SIZE', minQty: steps.volume, maxQty: most, stepSize: steps.volume },
      { filterType: 'MARKET_LOT_SIZE', minQty: steps.volume, maxQty: most, stepSize: steps.volume },
      { filterType: 'MIN_NOTIONAL', notional: '5' },
    ],
    orderTypes: ['LIMIT', 'MARKET'],
    timeInForce: ['GTC', 'IOC', 'FOK', 'GTX'],
  };
}
