import { BACKTEST_PRESET_NAMES } from '@fullcarry/contracts/backtest/backtest-presets';
import {
  wishedExecution,
  wishedSettings,
  type WishedSettings,
} from '@fullcarry/contracts/backtest/backtest-wish';
import type { DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { ASKED_ASSUMPTIONS, type AssumptionName } from '@fullcarry/domain/backtest/assumptions';
import type { ExecutionModel } from '@fullcarry/domain/backtest/execution-model';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { TIMEFRAMES, type Timeframe } from '@fullcarry/domain/timeframe';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';
import { settingValue, type SettingValue } from '@fullcarry/contracts/values';
import { databaseOption } from '../database/database-option.js';
import { parseInstant } from '../output/instant.js';
import { UsageError } from '../usage-error.js';

/** What a person typed, checked; its markets are not looked for yet. */
export interface AskedRun {
  readonly exchange: string | undefined;
  /** As people write them; all tracked markets where none is named. */
  readonly symbols: readonly string[] | undefined;
  readonly timeframe: Timeframe;
  readonly window: TimeWindow;
  readonly startingEquityUsdt: string;
  readonly settings: DeskSettings;
  readonly execution: ExecutionModel;
  readonly assume: readonly AssumptionName[];
}

const flags = z.object({
  exchange: z.string().optional(),
  symbols: z.array(z.string()).optional(),
  timeframe: z.enum(TIMEFRAMES),
  from: z.number().optional(),
  to: z.number().optional(),
  equity: z.string(),
  preset: z.enum(BACKTEST_PRESET_NAMES),
  set: z.record(z.string(), settingValue).default({}),
  fees: z.number(),
  slippage: z.number(),
  legDelay: z.number(),
  cycleCandles: z.number(),
  assume: z.array(z.enum(ASKED_ASSUMPTIONS)).default([]),
});

/** The options by which a run is described: of every command that runs one. */
export function addBacktestOptions(command: Command): Command {
  return command
    .requiredOption('--from <day>', 'first UTC day, ISO or epoch ms', parseInstant)
    .requiredOption('--to <day>', 'first UTC day that is not included', parseInstant)
    .option('--symbols <names>', 'markets, with commas (default: all that are tracked)', listOf)
    .option('--exchange <name>', 'where several exchanges are stored')
    .addOption(
      new Option('--timeframe <length>', 'of the candles').choices([...TIMEFRAMES]).default('1h'),
    )
    .addOption(
      new Option('--preset <name>', 'settings to begin with')
        .choices([...BACKTEST_PRESET_NAMES])
        .default('balanced'),
    )
    .option('--set <name=value>', 'one setting of the desk; may be given again', setting)
    .option('--equity <usdt>', 'what it begins with', amount, '10000')
    .option('--fees <factor>', 'all fees so many times: 0, 1, 2', factor, 1)
    .option('--slippage <factor>', 'the slippage so many times: 0, 1, 3', factor, 1)
    .option('--leg-delay <candles>', 'the second leg so many candles later', whole, 0)
    .option('--cycle-candles <many>', 'a decision every so many candles', whole, 1)
    .addOption(
      new Option(
        '--assume <what>',
        `what is not stored: ${ASKED_ASSUMPTIONS.join(', ')}; may be given again`,
      ).argParser(assumption),
    )
    .addOption(databaseOption());
}

/** Errors: UsageError in one line that names what is wrong. */
export function askedRun(options: unknown): AskedRun {
  const asked = flags.parse(options);
  const { from = 0, to = 0, timeframe, cycleCandles, legDelay: legDelayCandles } = asked;
  if (from >= to) throw new UsageError('--from must be earlier than --to: the range is [from, to)');
  if (cycleCandles < 1) throw new UsageError('--cycle-candles is at least 1');
  return {
    exchange: asked.exchange,
    symbols: asked.symbols,
    timeframe,
    window: { fromMs: from, toMs: to },
    startingEquityUsdt: asked.equity,
    settings: settingsOf({
      preset: asked.preset,
      settings: asked.set,
      feeFactor: asked.fees,
      slippageFactor: asked.slippage,
    }),
    execution: wishedExecution({ timeframe, cycleCandles, legDelayCandles }),
    assume: [...new Set(asked.assume)].sort(),
  };
}

function settingsOf(wish: WishedSettings): DeskSettings {
  try {
    return wishedSettings(wish);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const wrong = error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim());
    throw new UsageError(`Settings of the desk: ${wrong.join('; ')}`);
  }
}

function listOf(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  return names.filter((name) => name !== '');
}

function setting(text: string, before: Readonly<Record<string, SettingValue>> = {}) {
  const [, name, value] = /^(\w+)=(-?\d+(?:\.\d+)?|[a-z]+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError(
      'Allowed is a name and a number or a word: entryNetYield=0.08, strategy=carry',
    );
  }
  return { ...before, [name]: /^[a-z]/.test(value) ? value : Number(value) };
}

function assumption(text: string, before: readonly string[] = []): string[] {
  if (!ASKED_ASSUMPTIONS.some((one) => one === text)) {
    throw new InvalidArgumentError(`Allowed are ${ASKED_ASSUMPTIONS.join(', ')}.`);
  }
  return [...before, text];
}

function amount(text: string): string {
  if (!/^\d{1,12}(\.\d{1,8})?$/.test(text) || !(Number(text) > 0)) {
    throw new InvalidArgumentError('Allowed is an amount above 0, such as 10000.');
  }
  return text;
}

function factor(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 100)) {
    throw new InvalidArgumentError('Allowed is a number from 0 to 100.');
  }
  return value;
}

export function whole(text: string): number {
  const value = Number(text);
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('Allowed is a whole number.');
  return value;
}
