import type { Candle } from '@fullcarry/domain/candle';
import { type CheckedSettlementPage } from '@fullcarry/domain/check-settlement-page';
import type { Market } from '@fullcarry/domain/market/market';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { CandleSeries } from '@fullcarry/domain/series';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import type { Patience } from './patience.js';
/** Pages that were checked. A page that can't be had or believed is asked for again. */
export declare class PageReader {
    readonly exchange: Exchange;
    private readonly patience;
    private readonly logger;
    /** Settlements that were set aside and have been logged. */
    private readonly logged;
    constructor(exchange: Exchange, patience: Patience, logger: Logger);
    /** One page of candles in ascending order; `window` is at most one page wide. */
    candles(market: Market, { kind, timeframe }: CandleSeries, window: TimeWindow): Promise<Candle[]>;
    /**
     * One page of the settlements of the window, in ascending order, from the end that a full page holds. A row that
     * can't be read is set aside when a second answer has it too, and logged once.
     */
    settlements(market: Market, window: TimeWindow): Promise<CheckedSettlementPage>;
}
//# sourceMappingURL=page-reader.d.ts.map