import type { CandlesRoute } from '@fullcarry/contracts/http/market/candles-route';
import type { FundingRatesRoute } from '@fullcarry/contracts/http/market/funding-rates-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';

/** The rows of one market and the holes between them, as they were asked for. */
export interface ChartedHistory {
  readonly candles: ReplyOf<typeof CandlesRoute>;
  readonly funding: ReplyOf<typeof FundingRatesRoute>;
}
