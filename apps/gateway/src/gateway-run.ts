import type { Database } from '@fullcarry/history/database/database';
import type { Bus } from '@fullcarry/platform/bus/bus';
import type { GatewayConfig } from './config.js';
import type { WhoMayCommand } from './access/command-guard.js';
import type { ExchangeView } from './exchange-view.js';
import { HttpFault } from './http/http-fault.js';
import type { StoreAccess } from './store/store-access.js';
import type { SystemBoard } from './system/system-board.js';
import { UnavailableError } from './unavailable-error.js';

/** What runs in this process, for those who answer requests. */
export class GatewayRun {
  /** Undefined until NATS was reached for the first time. */
  bus: Bus | undefined;

  constructor(
    readonly config: GatewayConfig,
    /** The first one is the one on which the desk trades. */
    readonly views: readonly [ExchangeView, ...ExchangeView[]],
    readonly store: StoreAccess,
    readonly system: SystemBoard,
    readonly whoMayOrder: WhoMayCommand,
  ) {}

  /** The exchange on which the desk trades. */
  get exchange(): string {
    return this.views[0].exchange;
  }

  /** What is known of it. */
  get facts(): ExchangeView['facts'] {
    return this.views[0].facts;
  }

  /** What is known of an exchange, of the first one where none is named. Errors: HttpFault 404. */
  view(exchange = this.exchange): ExchangeView {
    const found = this.views.find((view) => view.exchange === exchange);
    if (found) return found;
    const here = this.views.map((view) => view.exchange).join(', ');
    throw new HttpFault(404, `${exchange} is not collected here, but ${here}`);
  }

  /** The exchange that is named, all where none is. Errors: HttpFault 404. */
  viewsOf(exchange: string | undefined): readonly ExchangeView[] {
    return exchange === undefined ? this.views : [this.view(exchange)];
  }

  /** Errors: UnavailableError. */
  read<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    return this.store.read(work);
  }

  /** NATS, when it is there. Errors: UnavailableError. */
  connectedBus(): Bus {
    if (!this.bus?.connected) {
      throw new UnavailableError('nats', 'NATS can’t be reached now; the gateway goes on trying');
    }
    return this.bus;
  }
}
