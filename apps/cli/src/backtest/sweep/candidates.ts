import { deskSettings, type DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import {
  settingsGrid,
  type ChosenSettings,
  type SettingRange,
} from '@fullcarry/domain/backtest/sweep/settings-search';
import { InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../../usage-error.js';

export type GridValues = Readonly<Record<string, readonly number[]>>;
export type Ranges = Readonly<Record<string, SettingRange>>;

/** One that is chosen from: what of it was asked otherwise, and the whole settings. */
export interface Candidate {
  readonly chosen: ChosenSettings;
  readonly settings: DeskSettings;
}

export function gridOption(): Option {
  return new Option(
    '--grid <name=a,b,c>',
    'values of one setting to choose from; may be given again',
  ).argParser(grid);
}

export function rangeOption(): Option {
  return new Option(
    '--range <name=low..high:step>',
    'draw one setting evenly between two values; without a step any value; may be given again',
  ).argParser(range);
}

/** Every combination of the values. Errors: UsageError for one that contradicts itself. */
export function gridCandidates(settings: DeskSettings, values: GridValues): readonly Candidate[] {
  return settingsGrid(values).map((chosen) => candidate(settings, chosen));
}

/** Errors: UsageError that names the setting. */
export function candidate(settings: DeskSettings, chosen: ChosenSettings): Candidate {
  const parsed = deskSettings.safeParse({ ...settings, ...chosen });
  if (parsed.success) return { chosen, settings: parsed.data };
  const [issue] = parsed.error.issues;
  throw new UsageError(`Of the settings to try: ${issue?.path.join('.')} ${issue?.message}`);
}

export function isAllowed(settings: DeskSettings, chosen: ChosenSettings): boolean {
  return deskSettings.safeParse({ ...settings, ...chosen }).success;
}

/** Errors: UsageError for a name that is no setting. */
export function refuseUnknown(settings: DeskSettings, names: readonly string[]): void {
  const known = Object.keys(settings);
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new UsageError(`${name} is no setting of the desk, but ${known.join(', ')}`);
  }
}

export function chosenText(chosen: ChosenSettings): string {
  const told = Object.entries(chosen).map(([name, value]) => `${name}=${value}`);
  return told.join(' ') || 'the settings as they are';
}

function grid(text: string, before: GridValues = {}): GridValues {
  const [, name, list] = /^(\w+)=(-?[\d.]+(?:,-?[\d.]+)*)$/.exec(text) ?? [];
  const values = list?.split(',').map(Number) ?? [];
  if (name === undefined || values.length === 0 || values.some(Number.isNaN)) {
    throw new InvalidArgumentError('Allowed is a name and numbers: entryNetYield=0.02,0.05,0.1');
  }
  return { ...before, [name]: values };
}

function range(text: string, before: Ranges = {}): Ranges {
  const number = String.raw`-?\d+(?:\.\d+)?`;
  const pattern = new RegExp(String.raw`^(\w+)=(${number})\.\.(${number})(?::(${number}))?$`);
  const [, name, from = '', to = '', by] = pattern.exec(text) ?? [];
  const [low, high] = [Number(from), Number(to)];
  const step = by === undefined ? undefined : Number(by);
  if (name === undefined || !(low < high) || (step !== undefined && !(step > 0))) {
    throw new InvalidArgumentError(
      'Allowed is a name and a range, the lower value first: holdingHours=240..720:24',
    );
  }
  return { ...before, [name]: { low, high, step } };
}
