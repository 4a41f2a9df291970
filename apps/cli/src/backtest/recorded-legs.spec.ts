import { presetSettings } from '@fullcarry/contracts/backtest/backtest-presets';
import type { BacktestInput } from '@fullcarry/domain/backtest/backtest-input';
import { USUAL_EXECUTION } from '@fullcarry/domain/backtest/execution-model';
import {
  guardAgainstLookAhead,
  instantsToGuard,
} from '@fullcarry/domain/backtest/guard/look-ahead-guard';
import { backtestDocument } from '@fullcarry/domain/backtest/result/backtest-document';
import { runBacktest } from '@fullcarry/domain/backtest/run-backtest';
import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import { HAS_RECORDINGS, WITHOUT_RECORDINGS } from '@fullcarry/testing/real-recordings';
import { describe, expect, it } from '@jest/globals';
import { commonDays, recordedLegs, rowsIn } from './recorded-legs.fixture.js';

const COINS = ['XTZ', 'ENA', 'XLM', 'LINK'];

const describeRecorded = HAS_RECORDINGS ? describe : describe.skip;

/** Fees of nothing, so that much is traded: XTZ changed its interval twice, ENA pays every 4 h. */
function recorded(days: number): BacktestInput {
  const all = COINS.map(recordedLegs);
  const { fromMs, toMs } = commonDays(all);
  const window = { fromMs, toMs: Math.min(toMs, fromMs + days * DAY_MS) };
  const costs = { spotFeeBps: 0, perpFeeBps: 0, slippageBps: 0.5 };
  const settings = presetSettings('aggressive', { ...costs, restHours: 1, maxPaidBps: 2 });
  return {
    ...{ venue: 'binanceusdm', window, stepMs: HOUR_MS, startingEquityUsdt: '10000', settings },
    execution: { ...USUAL_EXECUTION, cycleMs: HOUR_MS },
    markets: all.map((market) => rowsIn(market, window)),
  };
}

describeRecorded(
  `a backtest of recorded legs${HAS_RECORDINGS ? '' : ` (${WITHOUT_RECORDINGS})`}`,
  () => {
    it('books what an independent sum of rate × quantity × mark comes to, and its parts come to its net', async () => {
      const input = recorded(120);
      const run = await runBacktest(input);
      const none = { source: '', timeframe: '1h', symbols: [], series: [], sha256: '' };
      const about = { dataset: none, assumed: [], assume: [] };
      const { trades, attribution } = backtestDocument(input, run, about);
      expect(trades.length).toBeGreaterThan(5);
      let settlements = 0;
      let total = 0;
      for (const trade of trades) {
        const market = input.markets.find(({ symbol }) => symbol === trade.symbol);
        const fills = trade.fills.filter(({ leg }) => leg === 'short');
        market?.funding.settledAtMs.forEach((settledAtMs, i) => {
          const held = fills
            .filter(({ filledAtMs }) => filledAtMs < settledAtMs)
            .reduce((sum, one) => sum + Number(one.quantity) * (one.side === 'sell' ? 1 : -1), 0);
          const row = market.marks?.openAtMs.indexOf(settledAtMs - HOUR_MS) ?? -1;
          if (Math.abs(held) < 1e-9) return;
          settlements += 1;
          total += Number(market.funding.rates[i]) * held * (market.marks?.close[row] ?? NaN);
        });
      }
      expect(trades.flatMap((one) => one.settlements)).toHaveLength(settlements);
      expect(Math.abs(total - Number(attribution.fundingUsdt))).toBeLessThan(1e-9);
      const parts = Number(attribution.basisUsdt) + Number(attribution.fundingUsdt);
      const costs = Number(attribution.feesUsdt) + Number(attribution.slippageUsdt);
      expect(Math.abs(parts - costs - Number(attribution.netUsdt))).toBeLessThan(1e-9);
    });

    it('never looks ahead', async () => {
      const input = recorded(40);
      const run = await runBacktest(input);
      const filled = run.positions.flatMap(({ id }) =>
        run.historyOf(id).fills.map(({ filledAtMs }) => filledAtMs),
      );
      const instants = instantsToGuard(input.window, filled, 4, 3);
      expect((await guardAgainstLookAhead(runBacktest, input, instants)).changed).toEqual([]);
    });
  },
);
