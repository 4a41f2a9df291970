import type { Gate } from './data-gate.js';

/** The gate of the desk's own exchange, which looks at those of the others too: they close their own markets only. */
export function gateOfVenues(own: Gate, others: readonly Gate[]): Gate {
  return {
    look: async () => {
      await Promise.all([own, ...others].map((gate) => gate.look()));
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
