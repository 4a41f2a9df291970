import type { Delivery } from '../http/delivery.js';
import type { Call, Fault } from './fault.js';
import type { FaultRule } from './fault-rule.js';
import { pick, seededRandom, type Random } from './seeded-random.js';

export interface Injection {
  readonly kind: string;
  readonly delivery: Delivery;
}

/** A rule with what has happened under it. */
interface Running {
  readonly rule: FaultRule;
  readonly faults: readonly Fault[];
  matched: number;
  injected: number;
  readonly injectedByKind: Map<string, number>;
}

/** Decides, response by response, what goes wrong. The same seed and the same requests fail the same way. */
export class FaultInjector {
  random: Random;
  private running: Running[] = [];

  /** `faults`: all that can happen, by kind; a rule on another kind strikes nothing. */
  constructor(
    private readonly faults: ReadonlyMap<string, Fault>,
    private seed: number,
  ) {
    this.random = seededRandom(seed);
  }

  get rules(): readonly FaultRule[] {
    return this.running.map((one) => one.rule);
  }

  /** Replaces all rules, forgets their counts, and starts the random sequence again. */
  setRules(rules: readonly FaultRule[], seed = this.seed): void {
    this.seed = seed;
    this.random = seededRandom(seed);
    this.running = rules.map((rule) => ({
      rule,
      faults: this.faultsOf(rule),
      matched: 0,
      injected: 0,
      injectedByKind: new Map(),
    }));
  }

  /** The first rule that strikes decides; undefined when the true answer goes out. */
  inject(call: Call): Injection | undefined {
    for (const running of this.running) {
      if (!this.strikes(running, call)) continue;
      const injection = this.chooseFor(call, running);
      if (!injection) continue;
      running.injected += 1;
      running.injectedByKind.set(injection.kind, timesOf(running, injection.kind) + 1);
      return injection;
    }
    return undefined;
  }

  private strikes(running: Running, call: Call): boolean {
    const { rule } = running;
    const matches =
      (rule.path === undefined || `/${call.path}`.endsWith(`/${rule.path}`)) &&
      (rule.symbol === undefined || rule.symbol === call.symbol);
    if (!matches) return false;
    running.matched += 1;
    if (rule.nth !== undefined && running.matched !== rule.nth) return false;
    if (rule.times !== undefined && running.injected >= rule.times) return false;
    return this.random() < rule.rate;
  }

  /**
   * Tries the kinds in random order, those that happened least often first: a drill of a few hundred
   * responses meets every kind that can happen in it.
   */
  private chooseFor(call: Call, running: Running): Injection | undefined {
    let left = running.faults;
    for (;;) {
      const least = Math.min(...left.map(({ kind }) => timesOf(running, kind)));
      const rarest = left.filter(({ kind }) => timesOf(running, kind) === least);
      const fault = pick(rarest, this.random);
      if (!fault) return undefined;
      const delivery = fault.inject(call);
      if (delivery) return { kind: fault.kind, delivery };
      left = left.filter((one) => one !== fault);
    }
  }

  private faultsOf({ kind }: FaultRule): Fault[] {
    if (kind === 'all') return [...this.faults.values()];
    return [kind].flat().flatMap((name) => this.faults.get(name) ?? []);
  }
}

function timesOf({ injectedByKind }: Running, kind: string): number {
  return injectedByKind.get(kind) ?? 0;
}
