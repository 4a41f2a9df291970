import type { Leg } from '../trade/fill-price.js';
import type { PairPrices } from '../observe/pair-prices.js';
import type { LegMarket } from '../book/position-leg.js';
import { DomainError } from '../../errors.js';
import type { LegExecutor } from './leg-executor.js';

/** The prices of both legs now, and what kept an exchange from saying one. */
export type NowPrices = PairPrices & { readonly problem: string | undefined };

/** What the exchanges say now; one that says nothing keeps the other leg's price from nobody. */
export async function pricesNow(
  executor: Pick<LegExecutor, 'price'>,
  { long, short }: Readonly<Record<Leg, LegMarket>>,
): Promise<NowPrices> {
  const [longNow, shortNow] = await Promise.all([
    orProblem(executor.price(long)),
    orProblem(executor.price(short)),
  ]);
  return {
    long: longNow.answer,
    short: shortNow.answer,
    unitsPerContract: short.unitsPerContract / long.unitsPerContract,
    problem: longNow.problem ?? shortNow.problem,
  };
}

export function unpriced(now: PairPrices & Partial<NowPrices>): string {
  return now.problem ?? noPrice(now);
}

export function noPrice({ long }: PairPrices): string {
  return `The exchange says no price of the ${long === undefined ? 'long' : 'short'} leg now`;
}

interface Asked<Answer> {
  readonly answer: Answer | undefined;
  readonly problem: string | undefined;
}

/** An exchange that can't do it is a sentence; whatever else happens is thrown on. */
async function orProblem<Answer>(asked: Promise<Answer>): Promise<Asked<Answer>> {
  try {
    return { answer: await asked, problem: undefined };
  } catch (error) {
    if (error instanceof DomainError) return { answer: undefined, problem: error.message };
    throw error;
  }
}
