import type { SettingValue } from '../values.js';
import type { DeskSettings } from '../desk/desk-settings.js';
import { BACKTEST_PRESET_NAMES, presetSettings, type BacktestPreset } from './backtest-presets.js';

export interface ChangedSetting {
  readonly name: string;
  readonly value: SettingValue;
  /** What it is in the preset. */
  readonly usual: SettingValue;
}

/** Settings, described as a preset and what differs from it. */
export interface NamedSettings {
  readonly preset: BacktestPreset;
  readonly changed: readonly ChangedSetting[];
}

/** The preset from which the fewest settings differ; of several the desk's own defaults. */
export function nearestPreset(settings: DeskSettings): NamedSettings {
  const all = [DESK, ...BACKTEST_PRESET_NAMES.filter((one) => one !== DESK)].map((preset) => ({
    preset,
    changed: changedFrom(presetSettings(preset, {}), settings),
  }));
  return all.reduce((best, one) => (one.changed.length < best.changed.length ? one : best));
}

const DESK: BacktestPreset = 'balanced';

function changedFrom(usual: DeskSettings, settings: DeskSettings): ChangedSetting[] {
  const now = new Map(Object.entries(settings));
  return Object.entries(usual).flatMap(([name, before]) => {
    const value = now.get(name) ?? before;
    return value === before ? [] : [{ name, value, usual: before }];
  });
}
