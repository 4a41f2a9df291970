import type { BacktestPreset } from '@fullcarry/contracts/backtest/backtest-presets';
import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import type { BacktestSummary } from '@fullcarry/contracts/http/backtest/backtests-route';
import { decimalText, percentText, UNKNOWN } from '../../format/numbers.js';
import { dayText, durationText } from '../../format/times.js';
import {
  CHOICE_FIELDS,
  SETTING_FIELDS,
  settingText,
  type SettingUnit,
} from '../desk/settings/settings-fields.js';

type Metrics = BacktestDocumentV1['metrics'];

const HOUR_MS = 3_600_000;

export const PRESETS: Readonly<Record<BacktestPreset, string>> = {
  conservative: 'Conservative',
  balanced: 'Balanced (the desk’s defaults)',
  aggressive: 'Aggressive',
};

/** The days of a window, both of them in it. */
export function windowText({ fromMs, toMs }: { fromMs: number; toMs: number }): string {
  return `${dayText(fromMs)} to ${dayText(toMs - 1)}`;
}

export function breakEvenText({
  breakEvenHours,
  meanHoldingHours,
}: Pick<Metrics, 'breakEvenHours' | 'meanHoldingHours'>): string {
  if (breakEvenHours !== undefined) return durationText(breakEvenHours * HOUR_MS);
  return meanHoldingHours === undefined ? UNKNOWN : 'never';
}

/** Of what the break-even time is, or why there is none. */
export function breakEvenNote({
  breakEvenHours,
  trades,
  meanHoldingHours,
}: Pick<Metrics, 'breakEvenHours' | 'trades' | 'meanHoldingHours'>): string {
  if (breakEvenHours !== undefined) return 'of the mean funding';
  if (trades === 0) return 'nothing was traded';
  return meanHoldingHours === undefined
    ? 'no trade was closed'
    : 'funding did not earn the costs of what was closed';
}

export function intervalText({
  yearlyYieldLow: low,
  yearlyYieldHigh: high,
}: Pick<Metrics, 'yearlyYieldLow' | 'yearlyYieldHigh'>): string {
  return low === undefined || high === undefined
    ? 'too few days for an interval'
    : `${percentText(low, 2, 'always')} to ${percentText(high, 2, 'always')} with 95 %`;
}

type Changed = BacktestSummary['changed'][number];

/** What was set otherwise than in the preset: `Slippage 6 bp`. */
export function changedText({ name, value }: Changed): string {
  const field = SETTING_FIELDS.find((one) => one.name === name);
  if (typeof value === 'string') {
    return `${CHOICE_FIELDS.find((one) => one.name === name)?.label ?? name} ${value}`;
  }
  return field ? `${field.label} ${settingShown(value, field.unit)} ${field.unit}` : name;
}

/** A setting to be read, not written: thousands in groups, a true minus. */
export function settingShown(value: number, unit: SettingUnit): string {
  return decimalText(Number(settingText(value, unit)), 6);
}
