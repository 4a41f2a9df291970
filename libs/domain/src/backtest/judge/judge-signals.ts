import { DAY_MS, type TimeWindow } from '../../time-window.js';
import { blockBootstrapMean, seededRandom, type Interval } from '../statistics/block-bootstrap.js';
import { directedDays, LEAST_SAMPLES, type Asked, type JudgeLengths } from './directed-days.js';
import { errorChange } from './learnt-weight.js';
import { meanOf } from './rank-correlation.js';
import {
  DECAY_HOURS,
  HORIZON_HOURS,
  JUDGED,
  type JudgedName,
  type SignalSample,
} from './signal-samples.js';

/** A mean rank correlation out of sample, with its 95 % interval. */
export interface Coefficient extends Interval {
  readonly mean: number;
  /** Days of which samples were ranked. */
  readonly days: number;
}

/** What one signal was worth, out of sample. What there are too few samples of is undefined. */
export interface JudgedSignal {
  readonly name: JudgedName;
  /** By the hours of the carry that came. */
  readonly coefficient: ReadonlyMap<number, Coefficient | undefined>;
  /** The partial one, beside the carry that is expected in two speeds: what the signal adds to it. */
  readonly added: ReadonlyMap<number, Coefficient | undefined>;
  /** The coefficient by the hours of the carry. */
  readonly decay: ReadonlyMap<number, number | undefined>;
  /** How often a year it crosses its own median of the days before. */
  readonly flipsAYear: number | undefined;
  /** What opening or closing at each of these costs: fraction of notional a year. */
  readonly costAYear: number | undefined;
  /** What a weight for it that was learnt before each test does to the squared error: see errorChange. */
  readonly error: ReadonlyMap<number, number | undefined>;
  /** Whether it adds at both horizons: the interval of its partial coefficient lies above 0, and the error falls. */
  readonly adds: boolean;
}

export const USUAL_LENGTHS: JudgeLengths = { trainMs: 60 * DAY_MS, testMs: 30 * DAY_MS };

const DRAWS = 2_000;
const SEED = 20_261_128;

/**
 * Judges each signal walking forward: see directedDays.
 *
 * `roundTrip`: what four fills cost, fraction of notional. `markets`: the samples of each, ascending.
 */
export function judgeSignals(
  markets: readonly (readonly SignalSample[])[],
  window: TimeWindow,
  roundTrip: number,
  lengths: JudgeLengths = USUAL_LENGTHS,
): readonly JudgedSignal[] {
  const measured = (asked: Asked) =>
    coefficientOf(directedDays(markets, window, lengths, asked), asked.hours);
  const names = Object.keys(JUDGED).filter((name): name is JudgedName => name in JUDGED);
  return names.map((name) => {
    const added = new Map(
      HORIZON_HOURS.map((hours) => [
        hours,
        name === 'twoSpeeds' ? undefined : measured({ name, hours, beside: 'twoSpeeds' }),
      ]),
    );
    const error = new Map(
      HORIZON_HOURS.map((hours) => [
        hours,
        name === 'twoSpeeds' ? undefined : errorChange(markets, window, lengths, name, hours),
      ]),
    );
    const flips = flipsAYear(markets, name);
    return {
      name,
      coefficient: new Map(HORIZON_HOURS.map((hours) => [hours, measured({ name, hours })])),
      added,
      decay: new Map(DECAY_HOURS.map((hours) => [hours, measured({ name, hours })?.mean])),
      flipsAYear: flips,
      costAYear: flips === undefined ? undefined : (flips * roundTrip) / 2,
      error,
      adds: HORIZON_HOURS.every(
        (hours) => (added.get(hours)?.low ?? 0) > 0 && (error.get(hours) ?? 0) < 0,
      ),
    };
  });
}

/** Blocks are longer than two horizons, since samples of neighbouring days share most of their carry. */
function coefficientOf(days: readonly number[], hours: number): Coefficient | undefined {
  const block = Math.max(10, Math.ceil((2 * hours) / 24));
  if (days.length < 2 * block) return undefined;
  const about = { block, draws: DRAWS, confidence: 0.95 };
  const interval = blockBootstrapMean(days, about, seededRandom(SEED));
  return interval && { ...interval, mean: meanOf(days), days: days.length };
}

/** Over all markets; undefined where too few days are known. */
function flipsAYear(
  markets: readonly (readonly SignalSample[])[],
  name: JudgedName,
): number | undefined {
  let [flips, days] = [0, 0];
  for (const samples of markets) {
    const before: number[] = [];
    let was: boolean | undefined;
    for (const value of samples.flatMap((sample) => sample.value(name, 24) ?? [])) {
      const median = before[Math.floor(before.length / 2)];
      if (median !== undefined && before.length >= LEAST_SAMPLES) {
        const isAbove = value > median;
        if (was !== undefined) days += 1;
        if (was !== undefined && isAbove !== was) flips += 1;
        was = isAbove;
      }
      insert(before, value);
    }
  }
  return days === 0 ? undefined : (flips / days) * 365;
}

/** Keeps them ascending. */
function insert(sorted: number[], value: number): void {
  let at = sorted.length;
  while (at > 0 && (sorted[at - 1] ?? -Infinity) > value) at -= 1;
  sorted.splice(at, 0, value);
}
