import { agreedTimeMs } from '../rows/agreed-time.js';
import type { ExchangeLogger } from '../exchange-options.js';
import type { ExchangeSource, RateLimiters } from '../exchange.js';
import type { RequestUsage } from '../limits/rate-limiter.js';
import { RowReader, type LeftOutRow } from '../rows/row-reader.js';
import type { ExchangeTransport } from './exchange-transport.js';

/** The part of an exchange that is its transport's, and the reading of its lists. */
export abstract class BaseExchange {
  protected readonly rows: RowReader;

  protected constructor(
    protected readonly transport: ExchangeTransport,
    logger: ExchangeLogger | undefined,
  ) {
    this.rows = new RowReader(logger);
  }

  serverTimeMs(): Promise<number> {
    return agreedTimeMs(
      () => this.readServerTimeMs(),
      Date.now,
      () => this.transport.clockSpeed(),
    );
  }

  source(): ExchangeSource {
    return this.transport.source();
  }

  leftOutRows(): readonly LeftOutRow[] {
    return this.rows.leftOut();
  }

  usage(): RequestUsage {
    return this.transport.usage();
  }

  get limiters(): RateLimiters {
    return this.transport.limiters;
  }

  close(): Promise<void> {
    this.transport.close();
    return Promise.resolve();
  }

  /** What one answer says that the exchange's time is, epoch ms. */
  protected abstract readServerTimeMs(): Promise<number>;
}
