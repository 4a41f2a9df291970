import { HOUR_MS, type TimeWindow } from '../../time-window.js';
import type { JudgeLengths } from './directed-days.js';
import { meanOf } from './rank-correlation.js';
import type { JudgedName, SignalSample } from './signal-samples.js';

/** Fewer samples teach nothing. */
const LEAST_LEARNT = 100;

/** A value further from the mean counts as so many deviations. */
const MOST_DEVIATIONS = 3;

interface Row {
  readonly atMs: number;
  readonly value: number;
  /** What came less what two speeds expected. */
  readonly missed: number;
}

/**
 * Returns by how much the squared error of the carry that is expected in two speeds changes when a signal is added to it with a weight that
 * was learnt before each test, over all markets (less the horizon): a fraction, the mean over the markets; negative is better.
 * Undefined where nothing was tested.
 *
 * The signal is taken in its deviations from its mean, as the days before the test had them.
 */
export function errorChange(
  markets: readonly (readonly SignalSample[])[],
  window: TimeWindow,
  { trainMs, testMs }: JudgeLengths,
  name: JudgedName,
  hours: number,
): number | undefined {
  const all = markets.map((samples) => rowsOf(samples, name, hours));
  const plain = all.map(() => 0);
  const added = all.map(() => 0);
  for (let fromMs = window.fromMs + trainMs; fromMs < window.toMs; fromMs += testMs) {
    const learntToMs = fromMs - hours * HOUR_MS;
    const weigh = learnt(all.flat().filter(({ atMs }) => atMs <= learntToMs));
    if (!weigh) continue;
    for (const [i, rows] of all.entries()) {
      for (const { atMs, value, missed } of rows) {
        if (atMs < fromMs || atMs >= fromMs + testMs) continue;
        plain[i] = (plain[i] ?? 0) + missed ** 2;
        added[i] = (added[i] ?? 0) + (missed - weigh(value)) ** 2;
      }
    }
  }
  const changes = plain.flatMap((error, i) => (error > 0 ? [(added[i] ?? 0) / error - 1] : []));
  return changes.length > 0 ? meanOf(changes) : undefined;
}

function rowsOf(samples: readonly SignalSample[], name: JudgedName, hours: number): Row[] {
  return samples.flatMap((sample): Row[] => {
    const [value, carry] = [sample.value(name, hours), sample.carry(hours)];
    const expected = sample.value('twoSpeeds', hours);
    if (value === undefined || !Number.isFinite(value)) return [];
    if (carry === undefined || expected === undefined) return [];
    return [{ atMs: sample.atMs, value, missed: carry - expected }];
  });
}

/** What is added to what is expected for a value, by least squares; undefined where too little was seen of it. */
function learnt(rows: readonly Row[]): ((value: number) => number) | undefined {
  if (rows.length < LEAST_LEARNT) return undefined;
  const mean = meanOf(rows.map(({ value }) => value));
  const deviation = Math.sqrt(meanOf(rows.map(({ value }) => (value - mean) ** 2)));
  if (!(deviation > 0)) return undefined;
  const scoreOf = (value: number) =>
    Math.min(MOST_DEVIATIONS, Math.max(-MOST_DEVIATIONS, (value - mean) / deviation));
  const squares = meanOf(rows.map(({ value }) => scoreOf(value) ** 2));
  const weight = meanOf(rows.map(({ value, missed }) => scoreOf(value) * missed)) / squares;
  return (value) => weight * scoreOf(value);
}
