import {
  candidatesOf,
  type Candidate,
  type SweepSearch,
} from '@fullcarry/contracts/backtest/sweep-search';
import type { DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type {
  ChosenSettings,
  SettingRange,
} from '@fullcarry/domain/backtest/sweep/settings-search';
import { InvalidArgumentError, Option } from 'commander';
import { asUsage } from '../../usage-error.js';

export type GridValues = Readonly<Record<string, readonly number[]>>;
export type Ranges = Readonly<Record<string, SettingRange>>;

/** So many settings are tried at the most: what a machine does in a night. */
const MOST_CANDIDATES = 10_000;

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

/** Errors: UsageError that says what can't be tried. */
export function searched(settings: DeskSettings, search: SweepSearch): readonly Candidate[] {
  return asUsage(() => candidatesOf(settings, search, MOST_CANDIDATES));
}

export function chosenText(chosen: ChosenSettings): string {
  const texts = Object.entries(chosen).map(([name, value]) => `${name}=${value}`);
  return texts.join(' ') || 'the settings as they are';
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
  return { ...before, [name]: step === undefined ? { low, high } : { low, high, step } };
}
