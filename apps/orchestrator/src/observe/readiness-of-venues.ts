import type { Readiness } from './data-readiness.js';

/** The readiness of the desk's own exchange, which checks that of the others too: they close their own markets only. */
export function readinessOfVenues(own: Readiness, others: readonly Readiness[]): Readiness {
  return {
    check: async () => {
      await Promise.all([own, ...others].map((readiness) => readiness.check()));
    },
    get kind() {
      return own.kind;
    },
    unprovenBecause: (symbol, instrument) => own.unprovenBecause(symbol, instrument),
    waitsFor: () => own.waitsFor(),
    get degraded() {
      return own.degraded;
    },
  };
}
