import {
  drawnSettings,
  settingsGrid,
  type ChosenSettings,
} from '@fullcarry/domain/backtest/sweep/settings-search';
import { PermanentError } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { deskSettings, type DeskSettings } from '../desk/desk-settings.js';

const name = z.string().max(60);

const range = z
  .strictObject({ low: z.number(), high: z.number(), step: z.number().positive().optional() })
  .refine(({ low, high }) => low < high, 'allowed is a range, the lower value first');

/** Which settings to try: each combination of the values of a grid, and some that are drawn from ranges. */
export const sweepSearch = z.strictObject({
  /** Values of single settings, by the names of desk-settings.ts. */
  grid: z.record(name, z.array(z.number()).min(1).max(1_000)).default({}),
  ranges: z.record(name, range).default({}),
  /** How many are drawn from the ranges, the same for the same seed. */
  random: z.int().min(0).max(10_000).default(0),
  seed: z.int().min(0).max(999_999).default(1),
});
export type SweepSearch = z.output<typeof sweepSearch>;

/** One that is chosen from: what of it was asked otherwise, and the whole settings. */
export interface Candidate {
  readonly chosen: ChosenSettings;
  readonly settings: DeskSettings;
}

/**
 * What is tried: the same for the same search; the settings as they are where nothing is to be tried otherwise. `most`: more are
 * refused.
 *
 * Errors: PermanentError for a name that is no setting, a grid that contradicts itself, and too much.
 */
export function candidatesOf(
  settings: DeskSettings,
  { grid, ranges, random, seed }: SweepSearch,
  most: number,
): readonly Candidate[] {
  const [gridded, ranged] = [Object.keys(grid), Object.keys(ranges)];
  refuseUnknown(settings, [...gridded, ...ranged]);
  if (ranged.length > 0 !== random > 0) {
    throw new PermanentError('Ranges say from where settings are drawn, and a number how many');
  }
  const hasGrid = gridded.length > 0 || ranged.length === 0;
  const many = Object.values(grid).reduce((all, values) => all * values.length, hasGrid ? 1 : 0);
  if (many + random > most) {
    throw new PermanentError(`${many + random} settings are more than ${most}: try fewer`);
  }
  const drawn = drawnSettings(ranges, random, seed, (chosen) => isAllowed(settings, chosen));
  const all = [
    ...(hasGrid ? gridCandidates(settings, grid) : []),
    ...drawn.map((chosen) => candidate(settings, chosen)),
  ];
  if (all.length > 0) return all;
  throw new PermanentError('Whatever is drawn from these ranges is not allowed');
}

/** Every combination of the values. Errors: PermanentError for one that contradicts itself. */
function gridCandidates(settings: DeskSettings, grid: SweepSearch['grid']): readonly Candidate[] {
  return settingsGrid(grid).map((chosen) => candidate(settings, chosen));
}

/** Errors: PermanentError that names the setting. */
function candidate(settings: DeskSettings, chosen: ChosenSettings): Candidate {
  const parsed = deskSettings.safeParse({ ...settings, ...chosen });
  if (parsed.success) return { chosen, settings: parsed.data };
  const [issue] = parsed.error.issues;
  throw new PermanentError(`Of the settings to try: ${issue?.path.join('.')} ${issue?.message}`);
}

function isAllowed(settings: DeskSettings, chosen: ChosenSettings): boolean {
  return deskSettings.safeParse({ ...settings, ...chosen }).success;
}

function refuseUnknown(settings: DeskSettings, names: readonly string[]): void {
  const known = Object.keys(settings);
  for (const one of names) {
    if (known.includes(one)) continue;
    throw new PermanentError(`${one} is no setting of the desk, but ${known.join(', ')}`);
  }
}
