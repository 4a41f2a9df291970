/** What the terms of the decision page mean, on hover: beyond those of all pages (format/terms.ts). */
export const DECISION_TERMS = {
  label:
    'What the desk would do if its next cycle began now, by the function that decides in every cycle',
  deviation:
    'One standard deviation of the net yield, by how the settlements of 90 days were spread: in about two of three cases it comes out within it',
  percentile: 'Share of the settlements of 90 days that paid an hour no more than the last one',
  trend:
    'Average of the hourly rate over a day less that over a week, by the year; positive: rising',
  convergence:
    'What of the basis is expected to be earned until the end of the holding time: all of a discount is lost, of a premium the share that the settings count on is earned',
  entry: 'From this net yield on the settings let a market be opened',
  needed: 'The predicted rate of one settlement from which on the market would be worth opening',
  roundTrip:
    'Fees and slippage of opening and closing both legs, four fills, of the notional of one leg',
  size: 'Notional of one leg that would be taken, before it is rounded down to lots',
  boundBy: 'The least of all caps is the size: this is the one',
  cap: 'A dynamic size is the least of these',
  score:
    'The entry score of a published bot, 0 to 1: level, trend, persistence and basis, each 0 to 1, times their weights',
  scoreLevel: 'min(|rate| / 0.3 %, 1), of the rate of a settlement whatever its interval',
  scoreTrend:
    '1 where a short average of the rates rose by more than 0.005 %, 0 where it fell by more, else 0.5',
  scorePersistence: 'How many settlements in a row paid 0.03 % or more, of 30, and 1 at most',
  scoreBasis: 'min(|basis| / 1 %, 1)',
  points: 'Value times weight; together the score',
  trades: 'Positions that the backtest opened in this market and closed before its end',
  won: 'Those that came to more than nothing after all costs',
  worst: 'The net of the worst and of the best closed trade, of the notional of one leg',
  part: 'Each from 0 to 1: how far this part speaks for an entry',
  weight: 'How much a part counts; together 1',
  against: 'A rule that refuses an opening: as long as one is left the desk opens nothing',
  caution: 'Worth knowing, but no rule refuses for it',
  rank: 'Among all markets that the desk looks at, the best net yield first',
  mean: 'Mean of what the closed trades came to after all costs, of the notional of one leg',
  interval:
    'Between these the mean lies with 95 %, by bootstrap of the trades; few trades make it wide',
  inSample:
    'The yearly yield of the whole result on its capital; on these very days, not out of sample',
  persistence: 'Share of the settlements of 30 days with the sign of the last one, times that sign',
  slope:
    'Of a line through the hourly rate of three days, in a year’s terms, a day; positive: rising',
  halfLife: 'Hours until half of a deviation of the rate from its mean is gone',
  regime:
    'Rich from twice the usual 0.01 % in 8 h on, inverted while shorts pay, else calm; by an average of three days',
  basisScore: 'How many deviations the basis is above its own average of a week',
  basisHalfLife: 'Hours until half of a deviation of the basis is gone',
  turnoverTrend: 'Turnover of 7 days against the 7 before',
  tailRate: 'The rate that one settlement in a thousand of 90 days was worse than or at',
} as const;
