import { seededRandom } from '../statistics/block-bootstrap.js';

/** Some settings by their names; the others stay as they are. */
export type ChosenSettings = Readonly<Record<string, number>>;

/** Between which values one setting is drawn; with a step only those that lie whole steps above the lowest. */
export interface SettingRange {
  readonly low: number;
  readonly high: number;
  readonly step?: number | undefined;
}

/** So many digits are drawn: a setting that a person can type. */
const DIGITS = 6;

/** So many draws are made for each that is wanted: most of a range may contradict other settings. */
const TRIES = 50;

/** Every combination of the values, in the order in which they were given; one that changes nothing for none. */
export function settingsGrid(
  values: Readonly<Record<string, readonly number[]>>,
): readonly ChosenSettings[] {
  let all: readonly ChosenSettings[] = [{}];
  for (const [name, some] of Object.entries(values)) {
    all = all.flatMap((before) => some.map((value) => ({ ...before, [name]: value })));
  }
  return all;
}

/**
 * Returns settings that are drawn from ranges, each evenly and each combination once; the same for the same seed. Fewer than
 * are wanted where the ranges hold no more, or most of them are not allowed.
 *
 * `isAllowed`: whether a combination contradicts itself.
 */
export function drawnSettings(
  ranges: Readonly<Record<string, SettingRange>>,
  wanted: number,
  seed: number,
  isAllowed: (settings: ChosenSettings) => boolean,
): readonly ChosenSettings[] {
  const next = seededRandom(seed);
  const drawn = new Map<string, ChosenSettings>();
  for (let tries = 0; tries < wanted * TRIES && drawn.size < wanted; tries += 1) {
    const settings = Object.fromEntries(
      Object.entries(ranges).map(([name, range]) => [name, drawnFrom(range, next())]),
    );
    if (isAllowed(settings)) drawn.set(JSON.stringify(settings), settings);
  }
  return [...drawn.values()];
}

/** `share`: in [0, 1). */
function drawnFrom({ low, high, step }: SettingRange, share: number): number {
  if (step === undefined) return Number((low + share * (high - low)).toPrecision(DIGITS));
  const steps = Math.floor((high - low) / step + 1e-9) + 1;
  return Number((low + Math.floor(share * steps) * step).toPrecision(DIGITS));
}
