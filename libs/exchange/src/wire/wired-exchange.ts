import { agreedTimeMs } from '../rows/agreed-time.js';
import type { ExchangeLogger } from '../exchange-options.js';
import type { ExchangeSource, RateLimiters } from '../exchange.js';
import type { RequestUsage } from '../limits/rate-limiter.js';
import { RowReader, type LeftOutRow } from '../rows/row-reader.js';
import type { Wire } from './wire.js';

/** The part of an exchange that is its wire's, and the reading of its lists. */
export abstract class WiredExchange {
  protected readonly rows: RowReader;

  protected constructor(
    protected readonly wire: Wire,
    logger: ExchangeLogger | undefined,
  ) {
    this.rows = new RowReader(logger);
  }

  serverTimeMs(): Promise<number> {
    return agreedTimeMs(
      () => this.readServerTimeMs(),
      Date.now,
      () => this.wire.clockSpeed(),
    );
  }

  source(): ExchangeSource {
    return this.wire.source();
  }

  leftOutRows(): readonly LeftOutRow[] {
    return this.rows.leftOut();
  }

  usage(): RequestUsage {
    return this.wire.usage();
  }

  get limiters(): RateLimiters {
    return this.wire.limiters;
  }

  close(): Promise<void> {
    this.wire.close();
    return Promise.resolve();
  }

  /** What one answer says that the exchange's time is, epoch ms. */
  protected abstract readServerTimeMs(): Promise<number>;
}
