import { positionView } from '@fullcarry/contracts/desk/position-view';
import { ServiceAliveV1 } from '@fullcarry/contracts/facts/service-alive-v1';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import type { ExchangeView } from './exchange-view.js';
import { deskNow } from './desk/desk-now.js';
import type { FactKind } from './facts/fact-board.js';
import type { FactListener } from './facts/fact-feed.js';
import type { GatewayRun } from './gateway-run.js';
import { ratesNow } from './markets/rates-now.js';
import { factsHeard } from './metrics.js';
import type { LiveSocket } from './socket/live-socket.js';
import { UnavailableError } from './unavailable-error.js';

/** What only time changes (a fetcher that fell silent) is checked this often, and counts are read again. */
const REFRESH_EVERY_MS = 1_000;

/** Markets move one by one, many in a moment: published together, at most this often. */
const MARKETS_EVERY_MS = 500;

/** Turns each fact into the newest state of its socket event, in the moment in which it is heard. */
export class LiveState implements FactListener {
  private marketsTimer: NodeJS.Timeout | undefined;
  private positionsRead: Promise<void> = Promise.resolve();
  private isRefreshing = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly run: GatewayRun,
    private readonly socket: LiveSocket,
    private readonly logger: Logger,
  ) {
    this.timer = setInterval(() => void this.refresh(), REFRESH_EVERY_MS);
  }

  hear(subject: string, payload: unknown, heardAtMs: number): void {
    if (subject === ServiceAliveV1.subject) {
      this.run.system.hear(payload, heardAtMs);
      return;
    }
    for (const view of this.run.views) {
      const kind = view.facts.take(subject, payload, heardAtMs);
      if (kind === undefined) continue;
      factsHeard.inc({ kind });
      this.publishKind(kind, view);
      return;
    }
    this.logger.debug({ subject }, 'A fact was passed over: of another exchange, or not as agreed');
  }

  forget(subject: string): void {
    for (const { facts } of this.run.views) facts.drop(subject);
    this.publishStatus();
  }

  /** The connection to NATS, or to the database, came or went. */
  publishAll(): void {
    this.publishStatus();
    this.socket.publish('ratesV1', ratesNow(this.run));
    this.socket.publish('deskV1', deskNow(this.run));
    this.socket.publish('systemV1', this.run.system.now());
  }

  close(): void {
    clearInterval(this.timer);
    clearTimeout(this.marketsTimer);
  }

  private publishKind(kind: FactKind, { exchange, facts }: ExchangeView): void {
    const isFirst = exchange === this.run.exchange;
    switch (kind) {
      case 'progress':
        if (isFirst && facts.latest.progress)
          this.socket.publish('dataProgressV1', facts.latest.progress.fact);
        return this.publishStatus();
      case 'ready':
      case 'degraded':
      case 'synced':
        return this.publishStatus();
      case 'market':
        this.marketsTimer ??= setTimeout(() => this.publishMarkets(), MARKETS_EVERY_MS);
        return;
      case 'rates':
        if (isFirst) this.socket.publish('ratesV1', ratesNow(this.run));
        return;
      case 'desk':
        return this.socket.publish('deskV1', deskNow(this.run));
      case 'cycle':
        if (isFirst && facts.latest.cycle) this.socket.publish('cycleV1', facts.latest.cycle.fact);
        return this.publishPositions();
      case 'position':
        return this.publishPositions();
    }
  }

  private publishStatus(): void {
    const all = this.run.views.flatMap((view) => view.status.now() ?? []);
    const first = all.find((status) => status.exchange === this.run.exchange);
    if (first) this.socket.publish('dataStatusV1', first);
    this.socket.publish('dataStatusesV1', { exchanges: all });
  }

  private publishMarkets(): void {
    this.marketsTimer = undefined;
    const markets = this.run.views.flatMap(({ facts }) =>
      [...facts.markets.values()].map((heard) => heard.fact),
    );
    this.socket.publish('marketProgressV1', { markets });
  }

  /** From the database, which has them before the fact is published; one reading after the other. */
  private publishPositions(): void {
    this.positionsRead = this.positionsRead.then(async () => {
      try {
        const open = await this.run.read((database) =>
          new DeskStore(database, this.run.exchange).openPositions(),
        );
        const lastChange = this.run.facts.latest.position?.fact ?? null;
        this.socket.publish('positionV1', { open: open.map(positionView), lastChange });
      } catch (error) {
        if (!(error instanceof UnavailableError)) {
          this.logger.error({ err: error }, 'The open positions could not be read');
        }
      }
    });
  }

  private async refresh(): Promise<void> {
    if (this.isRefreshing) return;
    this.isRefreshing = true;
    try {
      for (const { status } of this.run.views) await status.refreshWhenDue();
    } catch (error) {
      if (!(error instanceof UnavailableError)) {
        this.logger.error({ err: error }, 'The state of the data could not be read');
      }
    } finally {
      this.isRefreshing = false;
    }
    this.publishAll();
  }
}
