import {
  boundedCycle,
  DeskCycleV1,
  type DeskCycle,
} from '@fullcarry/contracts/facts/desk-cycle-v1';
import {
  DeskPositionV1,
  type DeskPositionChange,
} from '@fullcarry/contracts/facts/desk-position-v1';
import { DeskStatusV1, type DeskStatus } from '@fullcarry/contracts/facts/desk-status-v1';
import {
  MarketRatesV1,
  ratesInParts,
  ratesPartSubject,
  type MarketRates,
} from '@fullcarry/contracts/facts/market-rates-v1';
import {
  marketSignalsSubject,
  MarketSignalsV1,
  type MarketSignalsFact,
} from '@fullcarry/contracts/facts/market-signals-v1';
import { exchangeSubject } from '@fullcarry/contracts/transport/exchange-subject';
import { FACTS_STREAM } from '@fullcarry/contracts/transport/streams';
import type { Bus } from '@fullcarry/platform/bus/bus';
import { MESSAGE_BOUND_BYTES } from '@fullcarry/platform/bus/message-bound';
import { lastValueStream } from '@fullcarry/platform/bus/last-value-stream';

/** Publishes the facts about the desk. Nothing waits for them: what is lost is published again or is in the store. */
export class Facts {
  private constructor(
    private readonly bus: Bus,
    private readonly ofSeveral: boolean,
  ) {}

  /**
   * `exchanges`: whose rates will be published; of several each is published under the exchange's own name as well.
   * `onLost`: NATS was away, and may have lost what was published.
   */
  static async open(bus: Bus, exchanges: readonly string[], onLost: () => void): Promise<Facts> {
    await bus.declare(FACTS_STREAM.name, () => bus.ensureStream(lastValueStream(FACTS_STREAM)));
    bus.onReconnect(onLost);
    const facts = new Facts(bus, exchanges.length > 1);
    for (const exchange of facts.ofSeveral ? [] : exchanges) {
      // What an earlier run published of it beside others, which nobody publishes any more.
      const own = exchangeSubject(MarketRatesV1.subject, exchange);
      await bus.retryWhileAway(() => bus.purge(FACTS_STREAM.name, own));
    }
    return facts;
  }

  /** What has no room in the one message goes before it: whoever hears that has the rest. */
  rates(whole: MarketRates): void {
    const [rates = whole, ...rest] = ratesInParts(whole, MESSAGE_BOUND_BYTES);
    rest.forEach((part, i) =>
      this.bus.publishWithoutAck(ratesPartSubject(whole.exchange, i + 2), MarketRatesV1, part),
    );
    const own = exchangeSubject(MarketRatesV1.subject, rates.exchange);
    if (this.ofSeveral) this.bus.publishWithoutAck(own, MarketRatesV1, rates);
    this.bus.publishWithoutAck(MarketRatesV1.subject, MarketRatesV1, rates);
  }

  signals(fact: MarketSignalsFact): void {
    this.bus.publishWithoutAck(
      marketSignalsSubject(fact.exchange, fact.nativeId),
      MarketSignalsV1,
      fact,
    );
  }

  status(status: DeskStatus): void {
    this.bus.publishWithoutAck(DeskStatusV1.subject, DeskStatusV1, status);
  }

  cycle(cycle: DeskCycle): void {
    this.bus.publishWithoutAck(
      DeskCycleV1.subject,
      DeskCycleV1,
      boundedCycle(cycle, MESSAGE_BOUND_BYTES),
    );
  }

  position(change: DeskPositionChange): void {
    this.bus.publishWithoutAck(DeskPositionV1.subject, DeskPositionV1, change);
  }
}
