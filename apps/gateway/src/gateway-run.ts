import type { Database } from '@fullcarry/history/database';
import type { Bus } from '@fullcarry/platform/bus';
import type { GatewayConfig } from './config.js';
import type { DataStatusBoard } from './data/data-status.js';
import type { Doors } from './doors/order-door.js';
import type { FactBoard } from './facts/fact-board.js';
import type { StoreDoor } from './store/store-door.js';
import type { SystemBoard } from './system/system-board.js';
import { UnavailableError } from './unavailable-error.js';

/** What runs in this process, for those who answer requests. */
export class GatewayRun {
  /** Undefined until NATS was reached for the first time. */
  bus: Bus | undefined;

  constructor(
    readonly config: GatewayConfig,
    readonly facts: FactBoard,
    readonly store: StoreDoor,
    readonly status: DataStatusBoard,
    readonly system: SystemBoard,
    readonly doors: Doors,
  ) {}

  get exchange(): string {
    return this.config.EXCHANGE;
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
