import { agreedTimeMs } from './agreed-time.js';
import type { ExchangeSource, Gates } from './exchange.js';
import type { RequestUsage } from './request-gate.js';
import type { Wire } from './wire.js';

/** The part of an exchange that is its wire's. */
export abstract class WiredExchange {
  protected constructor(protected readonly wire: Wire) {}

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

  usage(): RequestUsage {
    return this.wire.usage();
  }

  get gates(): Gates {
    return this.wire.gates;
  }

  close(): Promise<void> {
    this.wire.close();
    return Promise.resolve();
  }

  /** What one answer says that the exchange's time is, epoch ms. */
  protected abstract readServerTimeMs(): Promise<number>;
}
