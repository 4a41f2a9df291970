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

/** Says the facts about the desk. Nothing waits for them: what is lost is said again or is in the store. */
export class Facts {
  private constructor(
    private readonly bus: Bus,
    private readonly ofSeveral: boolean,
  ) {}

  /**
   * `exchanges`: whose rates will be said; of several each is said under the exchange's own name as well.
   * `onLost`: NATS was away, and may have lost what was said.
   */
  static async open(bus: Bus, exchanges: readonly string[], onLost: () => void): Promise<Facts> {
    await bus.declare(FACTS_STREAM.name, () => bus.ensureStream(lastValueStream(FACTS_STREAM)));
    bus.onReconnect(onLost);
    const facts = new Facts(bus, exchanges.length > 1);
    for (const exchange of facts.ofSeveral ? [] : exchanges) {
      // What an earlier run said of it beside others, which nobody says any more.
      const own = exchangeSubject(MarketRatesV1.subject, exchange);
      await bus.persist(() => bus.purge(FACTS_STREAM.name, own));
    }
    return facts;
  }

  /** What has no room in the one message goes before it: whoever hears that has the rest. */
  rates(whole: MarketRates): void {
    const [rates = whole, ...rest] = ratesInParts(whole, MESSAGE_BOUND_BYTES);
    rest.forEach((part, i) =>
      this.bus.tell(ratesPartSubject(whole.exchange, i + 2), MarketRatesV1, part),
    );
    const own = exchangeSubject(MarketRatesV1.subject, rates.exchange);
    if (this.ofSeveral) this.bus.tell(own, MarketRatesV1, rates);
    this.bus.tell(MarketRatesV1.subject, MarketRatesV1, rates);
  }

  signals(fact: MarketSignalsFact): void {
    this.bus.tell(marketSignalsSubject(fact.exchange, fact.nativeId), MarketSignalsV1, fact);
  }

  status(status: DeskStatus): void {
    this.bus.tell(DeskStatusV1.subject, DeskStatusV1, status);
  }

  cycle(cycle: DeskCycle): void {
    this.bus.tell(DeskCycleV1.subject, DeskCycleV1, boundedCycle(cycle, MESSAGE_BOUND_BYTES));
  }

  position(change: DeskPositionChange): void {
    this.bus.tell(DeskPositionV1.subject, DeskPositionV1, change);
  }
}
