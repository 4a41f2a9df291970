import type { Readiness } from './data-readiness.js';

/** The readiness of the desk's own exchange, which looks at that of the others too: they close their own markets only. */
export function readinessOfVenues(own: Readiness, others: readonly Readiness[]): Readiness {
  return {
    look: async () => {
      await Promise.all([own, ...others].map((readiness) => readiness.look()));
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
