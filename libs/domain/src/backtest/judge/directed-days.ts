import { DAY_MS, HOUR_MS, type TimeWindow } from '../../time-window.js';
import { meanOf, rankProducts } from './rank-correlation.js';
import type { JudgedName, SignalSample } from './signal-samples.js';

export interface JudgeLengths {
  /** Before the first test. */
  readonly trainMs: number;
  readonly testMs: number;
}

/** What is ranked: a signal against the carry of so many hours; beside another one only what that does not say. */
export interface Asked {
  readonly name: JudgedName;
  readonly hours: number;
  readonly beside?: JudgedName;
}

/** Fewer samples of a market rank nothing. */
export const LEAST_SAMPLES = 10;

interface Ranked {
  readonly atMs: number;
  readonly value: number;
  readonly carry: number;
  readonly beside: number;
}

/**
 * Returns of each day of all tests the mean over the markets of numbers whose mean is the rank correlation, in the direction that was
 * known before the test: what the days before it showed over all markets, less the horizon, of which nothing may be known.
 *
 * Ranks are those within one market, over all of its tests: within a month a level that moves by the month would be taken for the
 * opposite of what it is.
 */
export function directedDays(
  markets: readonly (readonly SignalSample[])[],
  window: TimeWindow,
  { trainMs, testMs }: JudgeLengths,
  asked: Asked,
): readonly number[] {
  const all = markets.map((samples) => rankedOf(samples, asked));
  const firstMs = window.fromMs + trainMs;
  const products = new Map<number, number[]>();
  for (const market of all) {
    const tested = market.filter(({ atMs }) => atMs >= firstMs);
    const marketProducts = productsOf(tested, asked);
    tested.forEach(({ atMs }, i) => {
      const product = marketProducts[i];
      if (product === undefined) return;
      const known = products.get(atMs);
      if (known) known.push(product);
      else products.set(atMs, [product]);
    });
  }
  const days: number[] = [];
  for (let fromMs = firstMs; fromMs < window.toMs; fromMs += testMs) {
    const learntToMs = fromMs - asked.hours * HOUR_MS;
    const learnt = all.flatMap((market) => {
      const marketProducts = productsOf(
        market.filter(({ atMs }) => atMs <= learntToMs),
        asked,
      );
      return marketProducts.length > 0 ? [meanOf(marketProducts)] : [];
    });
    const direction = learnt.length > 0 ? Math.sign(meanOf(learnt)) : 0;
    for (let atMs = fromMs; atMs < fromMs + testMs; atMs += DAY_MS) {
      const some = products.get(atMs);
      if (some) days.push(direction * meanOf(some));
    }
  }
  return days;
}

function rankedOf(samples: readonly SignalSample[], { name, hours, beside }: Asked): Ranked[] {
  return samples.flatMap((sample): Ranked[] => {
    const [value, carry] = [sample.value(name, hours), sample.carry(hours)];
    const other = beside ? sample.value(beside, hours) : 0;
    if (value === undefined || carry === undefined || other === undefined) return [];
    return [{ atMs: sample.atMs, value, carry, beside: other }];
  });
}

/** A signal that did not move, or that says nothing of its own, counts as 0. */
function productsOf(market: readonly Ranked[], { beside }: Asked): readonly number[] {
  if (market.length < LEAST_SAMPLES) return [];
  const marketProducts = rankProducts(
    market.map(({ value }) => value),
    market.map(({ carry }) => carry),
    beside && market.map((one) => one.beside),
  );
  return marketProducts ?? market.map(() => 0);
}
