import type { Instrument } from './instrument.js';
import type { SpotInstrument } from './spot-instrument.js';
import type { SpotTicker } from './spot-ticker.js';
import type { Ticker } from './ticker.js';

/** Opening, open, high, low, close, volume, turnover: all strings, as Bybit writes them. */
export type KlineRow = readonly [string, string, string, string, string, string, string];

/** A settled rate. The stamp is raw, in milliseconds. */
export interface FundingRow {
  readonly symbol: string;
  readonly fundingRate: string;
  readonly fundingRateTimestamp: string;
}

/**
 * What an endpoint has to say, before it is wrapped in Bybit's envelope. The kind is kept until then, so
 * that a fault can change rows knowing what they are.
 */
export type Answer =
  | { readonly kind: 'time' }
  | {
      readonly kind: 'instruments';
      readonly category: string;
      readonly list: readonly (Instrument | SpotInstrument)[];
      /** Undefined for spot, which comes on one page. */
      readonly nextPageCursor: string | undefined;
    }
  | {
      readonly kind: 'tickers';
      readonly category: string;
      readonly list: readonly (Ticker | SpotTicker)[];
    }
  | {
      readonly kind: 'kline';
      readonly category: string;
      readonly symbol: string;
      /** Newest first. */
      readonly list: readonly KlineRow[];
    }
  | {
      readonly kind: 'funding';
      readonly category: string;
      /** Newest first. */
      readonly list: readonly FundingRow[];
    }
  | { readonly kind: 'refusal'; readonly retCode: number; readonly retMsg: string };

/** Bybit's answer to a wrong parameter: HTTP 200 and retCode 10001. */
export function refusal(retMsg: string): Answer {
  return { kind: 'refusal', retCode: 10001, retMsg };
}
