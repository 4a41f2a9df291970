import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Database } from '@fullcarry/history/database/database';
import type { Bus } from '@fullcarry/platform/bus/bus';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import type { Alerts } from '../alerts/alerts.js';
import type { OrchestratorConfig } from '../config.js';
import type { Readiness } from '../observe/data-readiness.js';
import type { DeskVenue } from './desk-options.js';
import type { Facts } from '../facts/facts.js';
import type { DeskMetrics } from '../facts/metrics.js';
import type { SignalsPublisher } from '../facts/signals-publisher.js';
import type { RatesMonitor } from '../observe/rates-monitor.js';

/** What stands around the desk for as long as this process runs. */
export interface DeskParts {
  readonly config: OrchestratorConfig;
  /** The name of this process: host and process number. */
  readonly instance: string;
  readonly exchange: Exchange;
  /** Further exchanges that the desk trades on (DESK_VENUES). */
  readonly elsewhere: readonly DeskVenue[];
  readonly database: Database;
  readonly bus: Bus;
  readonly readiness: Readiness;
  readonly monitor: RatesMonitor;
  readonly facts: Facts;
  /** What it says of signals, of each exchange that is traded on. */
  readonly signals: readonly SignalsPublisher[];
  readonly alerts: Alerts;
  readonly metrics: DeskMetrics;
  readonly logger: Logger;
  readonly stopping: AbortSignal;
  /** An emergency stop that this process, being active, could not carry out yet. */
  readonly emergency: { reason: string | undefined };
}
