import { deskSettings, type DeskSettings } from '../desk/desk-settings.js';

/** Whole sets of settings to begin with, by name. */
export const BACKTEST_PRESETS = {
  /** Few and sure trades: a high entry, early break-even, liquid markets, more collateral. */
  conservative: {
    ...{ entryNetYield: 0.1, minHoldingYield: 0.02, maxBreakEvenHours: 240 },
    ...{ notionalPerMarketUsdt: 1_000, maxNotionalTotalUsdt: 4_000 },
    ...{ perpMarginShare: 0.7, minTurnoverUsdt24h: 20_000_000 },
  },
  /** What a desk does by default. */
  balanced: {},
  /** Whatever is expected to earn something, and more of it. */
  aggressive: {
    ...{ entryNetYield: 0.02, minHoldingYield: 0, maxBreakEvenHours: 720 },
    ...{ notionalPerMarketUsdt: 2_400, maxNotionalTotalUsdt: 7_200 },
    ...{ perpMarginShare: 0.34, minTurnoverUsdt24h: 1_000_000 },
  },
} as const satisfies Readonly<Record<string, Partial<DeskSettings>>>;

export type BacktestPreset = keyof typeof BACKTEST_PRESETS;

export const BACKTEST_PRESET_NAMES = ['conservative', 'balanced', 'aggressive'] as const;

/** The settings of a preset, with what is asked otherwise. Errors: ZodError that names the field. */
export function presetSettings(
  preset: BacktestPreset,
  otherwise: Readonly<Record<string, unknown>>,
): DeskSettings {
  return deskSettings.parse({ ...BACKTEST_PRESETS[preset], ...otherwise });
}
