import type { ComparedBookings } from '@fullcarry/domain/backtest/recorded/compare-bookings';
import type { BacktestRun } from '@fullcarry/domain/backtest/run-backtest';
import type { ReplayedDesk } from '@fullcarry/history/backtest/replay-desk';
import { countText } from '../../output/count-text.js';

/** What one way of playing the same time came to. USDT, exact. */
interface PlayedSummary {
  readonly trades: number;
  readonly fills: number;
  readonly fundingUsdt: string;
  readonly feesUsdt: string;
  readonly equityUsdt: string;
}

interface PaperSummary {
  readonly cycles: number;
  readonly markets: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly compared: ComparedBookings;
  readonly recorded: PlayedSummary;
  readonly byCandles: PlayedSummary;
}

export function paperSummary({ recorded, byCandles, ...about }: ReplayedDesk): PaperSummary {
  return { ...about, recorded: summaryOf(recorded), byCandles: summaryOf(byCandles) };
}

/** So many differences are printed one by one. */
const MOST_PRINTED = 20;

export function paperText(replayed: ReplayedDesk): string {
  const { cycles, markets, fromMs, toMs, compared, recorded, byCandles } = paperSummary(replayed);
  const { fills, settlements, views, values, differences, differingDigits } = compared;
  const printed = differences
    .slice(0, MOST_PRINTED)
    .map(
      ({ what, desk, backtest }) =>
        `  ${what}: the desk ${desk ?? 'has none'}, the backtest ${backtest ?? 'has none'}`,
    );
  const more = differences.length - printed.length;
  return [
    `${countText(cycles)} cycles of ${countText(markets)} markets, ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`,
    `${countText(fills)} fills, ${countText(settlements)} settlements, ${countText(cycles)} ledgers, ${countText(views)} judged markets: ${countText(values)} values`,
    `${countText(differingDigits)} differing digits`,
    ...printed,
    ...(more > 0 ? [`  and ${countText(more)} more`] : []),
    '',
    playedText('On the recording ', recorded),
    playedText('By candles alone ', byCandles),
  ].join('\n');
}

function summaryOf({ positions, historyOf, ledger }: BacktestRun): PlayedSummary {
  const traded = positions.filter(({ id }) => historyOf(id).fills.length > 0);
  const { fundingUsdt, feesUsdt, equityUsdt } = ledger;
  return {
    trades: traded.length,
    fills: traded.reduce((many, { id }) => many + historyOf(id).fills.length, 0),
    ...{ fundingUsdt, feesUsdt, equityUsdt },
  };
}

function playedText(how: string, played: PlayedSummary): string {
  const { trades, fills, fundingUsdt, feesUsdt, equityUsdt } = played;
  const money = [
    `funding ${cents(fundingUsdt)}`,
    `fees ${cents(feesUsdt)}`,
    `equity ${cents(equityUsdt)} USDT`,
  ].join(', ');
  return `${how}${countText(trades)} trades, ${countText(fills)} fills, ${money}`;
}

function cents(usdt: string): string {
  return Number(usdt).toFixed(2);
}
