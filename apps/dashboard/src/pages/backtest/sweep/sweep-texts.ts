import { decimalText } from '../../../format/numbers.js';
import { SETTING_FIELDS, type SettingField } from '../../desk/settings/settings-fields.js';
import { settingShown } from '../backtest-texts.js';
import type { Band } from './heat-map.js';

const FIELDS = new Map<string, SettingField>(SETTING_FIELDS.map((field) => [field.name, field]));

/** `Open from, % a year`; the name itself where there is no text for it. */
export function settingLabel(name: string): string {
  const field = FIELDS.get(name);
  return field ? `${field.label}, ${field.unit}` : name;
}

/** One value of a setting, in the unit of its label. */
export function valueText(name: string, value: number): string {
  const field = FIELDS.get(name);
  return field ? settingShown(value, field.unit) : decimalText(value, 6);
}

export function bandText(name: string, { low, high }: Band): string {
  return low === high
    ? valueText(name, low)
    : `${valueText(name, low)} to ${valueText(name, high)}`;
}

/** `Open from 5 % a year, Close after paying 10 bp`. */
export function chosenText(chosen: Readonly<Record<string, number>> | undefined): string {
  const texts = Object.entries(chosen ?? {}).map(([name, value]) => {
    const field = FIELDS.get(name);
    return field
      ? `${field.label} ${valueText(name, value)} ${field.unit}`
      : `${name} ${valueText(name, value)}`;
  });
  return texts.join(', ') || 'The settings as they are';
}

export const KINDS = { sweep: 'Sweep', 'walk-forward': 'Walk-forward' } as const;
