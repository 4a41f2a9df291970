import { SharedBudget, type SharedBudgetOptions, type Spender } from './shared-budget.js';
import type { Leader } from './leader.js';

/**
 * A shared budget for each of several limits, such as those of one exchange. Each has a table of its own;
 * the first one's alone says who speaks, since two tables may name two.
 */
export class SharedBudgets {
  private constructor(
    readonly leader: Leader,
    private readonly all: readonly SharedBudget[],
  ) {}

  static join({
    spenders: [first, ...others],
    ...options
  }: Omit<SharedBudgetOptions, 'spender'> & {
    readonly spenders: readonly [Spender, ...Spender[]];
  }): SharedBudgets {
    const join = (spender: Spender) => SharedBudget.join({ ...options, spender });
    const budget = join(first);
    return new SharedBudgets(budget.leader, [budget, ...others.map(join)]);
  }

  /** Resolves when this process stands in every table. Errors: the signal's reason. */
  async joined(signal: AbortSignal): Promise<void> {
    await Promise.all(this.all.map((budget) => budget.joined(signal)));
  }

  async leave(): Promise<void> {
    await Promise.all(this.all.map((budget) => budget.leave()));
  }
}
