import {
  MOST_BACKTEST_CANDLES,
  MOST_BACKTEST_MARKETS,
  wishedExecution,
  wishedSettings,
  type BacktestWish,
} from '@fullcarry/contracts/backtest/backtest-wish';
import type { JobBacktest } from '@fullcarry/contracts/jobs/job-backtest-v1';
import { PermanentError } from '@fullcarry/domain/errors';
import { durationMs } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { ChosenMarkets } from '@fullcarry/history/backtest/chosen-markets';

/**
 * What a wish asks for once its markets are known: written out, so that the same question is the same text.
 *
 * Errors: PermanentError for more rows than one run may read; ZodError for settings that the wish's own check let pass.
 */
export function askedOfWish(
  wish: BacktestWish,
  { exchange, symbols }: ChosenMarkets,
): JobBacktest['asked'] {
  const { timeframe, window, startingEquityUsdt } = wish;
  if (symbols.length > MOST_BACKTEST_MARKETS) {
    throw new PermanentError(
      `${symbols.length} markets are tracked and a run has at most ${MOST_BACKTEST_MARKETS}: name some`,
    );
  }
  const candles = (symbols.length * durationMs(window)) / timeframeMs(timeframe);
  if (candles > MOST_BACKTEST_CANDLES) {
    throw new PermanentError(
      `That is up to ${candles} candles, and a run reads at most ${MOST_BACKTEST_CANDLES}: ask for fewer markets or days, or for a longer timeframe`,
    );
  }
  const assume = [...new Set(wish.assume)].sort();
  return {
    rows: { exchange, symbols: [...symbols], timeframe, window, assume },
    startingEquityUsdt,
    settings: wishedSettings(wish),
    execution: wishedExecution(wish),
  };
}
