import type { Exchange } from '@fullcarry/exchange/exchange';
import { Counter, Gauge } from 'prom-client';

/** What the fetcher asks of the exchange, read when Prometheus asks. */
export function measureExchange(exchange: Exchange): void {
  const labelNames = ['exchange'];
  const labels = { exchange: exchange.id };
  let seen = exchange.usage();
  const requests = new Counter({
    name: 'fullcarry_exchange_requests_total',
    help: 'Requests sent to the exchange',
    labelNames,
    collect() {
      const now = exchange.usage();
      this.inc(labels, now.requestsTotal - seen.requestsTotal);
      failures.inc(labels, now.failuresTotal - seen.failuresTotal);
      holds.inc(labels, now.holdsTotal - seen.holdsTotal);
      seen = now;
    },
  });
  const failures = new Counter({
    name: 'fullcarry_exchange_failures_total',
    help: 'Requests that did not bring a whole answer',
    labelNames,
  });
  const holds = new Counter({
    name: 'fullcarry_exchange_holds_total',
    help: 'Times that the exchange asked for silence',
    labelNames,
  });
  requests.inc(labels, 0);
  new Gauge({
    name: 'fullcarry_exchange_budget_used',
    help: 'Requests in the current window as a share of the budget, 0 to 1',
    labelNames,
    collect() {
      const { inWindow, budget } = exchange.usage();
      this.set(labels, budget === 0 ? 0 : inWindow / budget);
    },
  });
  new Gauge({
    name: 'fullcarry_exchange_budget_requests',
    help: 'Requests that this process may send in any window of the exchange’s limit',
    labelNames,
    collect() {
      this.set(labels, exchange.usage().budget);
    },
  });
}
