/** What a figure of a backtest is: the tooltips of its pages. The long form is docs/BACKTEST.md. */
export const BACKTEST_TERMS = {
  breakEven:
    'How long a position had to be held until the mean funding had earned its fees and slippage, over all trades that were closed',
  yearly:
    'Net of the window, times 365 days over its length, of the equity at the start; not compounded',
  interval:
    'Where the yearly yield lies with 95 % confidence, by drawing blocks of ten days again and again (block bootstrap)',
  inSample:
    'The settings may have been chosen with this very window in view, and look better on it than on days to come. “backtest walk-forward” judges settings on days that they were not chosen on',
  outOfSample:
    'Each stretch of days was traded with settings that were chosen on days before it; simple, of the equity at the start',
  test: 'What a fold earned on the days that its settings were not chosen on',
  deflated:
    'How probable it is that the true Sharpe ratio is above what so many trials find by luck. Not told of a flat basis',
  overfitting:
    'In how many of all ways to cut the days in two halves the best of one half is below the middle of the other (PBO by CSCV)',
  drawdown: 'The deepest fall of the equity from a peak before it, by the ends of days',
  margin:
    'The least that was left of a short leg’s collateral at the worst price of a candle, of its notional',
  breakEvenCost:
    'What a round trip could have cost, in basis points of one leg’s notional, until nothing was left: what was paid, and the net',
  sharpe:
    'Mean over deviation of the daily returns, times √365; the share is how probable it is that the true ratio is above 0',
  basis:
    'What the prices of both legs did, had each fill got the price that it met; slippage stands by itself',
  slippage: 'What the fills were worse than the prices that they met',
  stale:
    'Rows that it rests on were revised since it was made, are not proven any more, or another engine made it: run again, it would be refused or come to another result',
} as const;
