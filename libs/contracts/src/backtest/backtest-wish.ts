import { ASKED_ASSUMPTIONS } from '@fullcarry/domain/backtest/assumptions';
import { USUAL_EXECUTION, type ExecutionModel } from '@fullcarry/domain/backtest/execution-model';
import { DAY_MS } from '@fullcarry/domain/time-window';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import { z } from 'zod';
import { deskSettings, type DeskSettings } from '../desk/desk-settings.js';
import { settingValue, timeframe, timeWindow, type SettingValue } from '../values.js';
import { BACKTEST_PRESET_NAMES, presetSettings, type BacktestPreset } from './backtest-presets.js';

/** The longest window that a service runs, in days: five years. */
export const MOST_BACKTEST_DAYS = 1_830;

/** The most markets that a service runs at once. */
export const MOST_BACKTEST_MARKETS = 100;

/** The most candles of traded prices that a service reads for one run: a year of 1m of five markets, five years of 1h of 68. */
export const MOST_BACKTEST_CANDLES = 3_000_000;

const factor = z.number().min(0).max(100);

/**
 * Which settings of the desk a run has: a preset, single ones otherwise, and all costs so many times. `settings`: by the
 * names of desk-settings.ts.
 */
export interface WishedSettings {
  readonly preset: BacktestPreset;
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly feeFactor: number;
  readonly slippageFactor: number;
}

/** What a person asks of a backtest; what is left out is as it usually is. A window is whole UTC days. */
export const backtestWish = z
  .strictObject({
    /** Where several exchanges are stored. */
    exchange: z.string().min(1).max(60).optional(),
    /** Unified symbols or the exchange's own names; all that are tracked where none is named. */
    symbols: z.array(z.string().min(1).max(100)).min(1).max(MOST_BACKTEST_MARKETS).optional(),
    timeframe: timeframe.default('1h'),
    window: timeWindow,
    preset: z.enum(BACKTEST_PRESET_NAMES).default('balanced'),
    settings: z.record(z.string().max(60), settingValue).default({}),
    /** All fees so many times; all slippage. */
    feeFactor: factor.default(1),
    slippageFactor: factor.default(1),
    /** The second leg so many candles later. */
    legDelayCandles: z.int().min(0).max(1_000).default(0),
    /** A decision every so many candles. */
    cycleCandles: z.int().min(1).max(10_000).default(1),
    startingEquityUsdt: z
      .string()
      .regex(/^\d{1,12}(\.\d{1,8})?$/, 'allowed is an amount such as 10000')
      .refine((text) => Number(text) > 0, 'allowed is an amount above 0')
      .default('10000'),
    /** What is not stored and may be assumed; it stands on the result. */
    assume: z.array(z.enum(ASKED_ASSUMPTIONS)).max(ASKED_ASSUMPTIONS.length).default([]),
  })
  .superRefine((wish, context) => {
    const { fromMs, toMs } = wish.window;
    const refuse = (path: string[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    if (fromMs % DAY_MS !== 0 || toMs % DAY_MS !== 0 || fromMs >= toMs) {
      refuse(['window'], 'allowed are whole UTC days, the first one before the last');
    } else if (toMs - fromMs > MOST_BACKTEST_DAYS * DAY_MS) {
      refuse(['window'], `allowed are at most ${MOST_BACKTEST_DAYS} days`);
    }
    const wrong = wrongSettings(wish);
    if (wrong) refuse(['settings', ...wrong.path], wrong.message);
  });
export type BacktestWish = z.output<typeof backtestWish>;

/** Errors: ZodError that names the setting. */
export function wishedSettings(wish: WishedSettings): DeskSettings {
  const chosen = presetSettings(wish.preset, wish.settings);
  return deskSettings.parse({
    ...chosen,
    spotFeeBps: chosen.spotFeeBps * wish.feeFactor,
    perpFeeBps: chosen.perpFeeBps * wish.feeFactor,
    slippageBps: chosen.slippageBps * wish.slippageFactor,
  });
}

export function wishedExecution(wish: {
  readonly timeframe: Timeframe;
  readonly cycleCandles: number;
  readonly legDelayCandles: number;
}): ExecutionModel {
  return {
    ...USUAL_EXECUTION,
    cycleMs: timeframeMs(wish.timeframe) * wish.cycleCandles,
    legDelayCandles: wish.legDelayCandles,
  };
}

function wrongSettings(
  wish: WishedSettings,
): { readonly path: string[]; readonly message: string } | undefined {
  try {
    wishedSettings(wish);
    return undefined;
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    if (issue?.code === 'unrecognized_keys') {
      return { path: issue.keys.slice(0, 1), message: 'is no setting of the desk' };
    }
    return { path: issue?.path.map(String) ?? [], message: issue?.message ?? 'is not allowed' };
  }
}
