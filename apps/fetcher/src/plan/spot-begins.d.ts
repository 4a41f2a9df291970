import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Database } from '@fullcarry/history/database/database';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import type { PageReader } from '../fetch/page-reader.js';
import type { TrackedSeries } from './tracked-series.js';
/**
 * Finds out when the spot markets began, which exchanges don't tell with them. Where answers showed the oldest stretch
 * of a series to be empty, one more is asked for that spans the place where its rows begin: when it shows them, and
 * none before, what lies before is before the listing, and not missing. Nobody waits for it.
 */
export declare class SpotBegins {
    private readonly exchange;
    private readonly pages;
    private readonly database;
    private readonly logger;
    private readonly markets;
    /** When each series may be asked about, by this machine's clock; Infinity while it is. */
    private readonly nextAtMs;
    private failure;
    constructor(exchange: Exchange, pages: PageReader, database: Database, logger: Logger);
    /** Looks at what is known, and asks about what is due. Errors: of a database that could not be used meanwhile. */
    watch(board: readonly TrackedSeries[], nowMs?: number): void;
    /** What was found by an earlier run is not doubted at once. */
    private dueAtMs;
    /** Whether the market is found to begin there. */
    private ask;
    private keep;
}
//# sourceMappingURL=spot-begins.d.ts.map