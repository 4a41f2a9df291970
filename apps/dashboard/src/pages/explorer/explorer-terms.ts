/** What the terms of the explorer mean, on hover: beyond those of all pages (format/terms.ts). */
export const EXPLORER_TERMS = {
  net: 'Mean less the costs of a round trip spread over the holding time of the desk’s settings, a year, not compounded',
  period: 'The same of one settlement of the market’s own interval',
  mean: '8,760 · Σ rate / Σ hours: what a short was paid, by the year, before costs',
  median: 'Half of the settlements paid less by the year, half more',
  deviation: 'Standard deviation of the settlements by the year, of a sample',
  percentiles: 'So much or less, by the year, was paid by 5 % and by 95 % of the settlements',
  sharePositive: 'Share of the settlements that a short was paid at; a rate of 0 is not one',
  settlements: 'Proven settlements of these days whose interval is known',
  shortDays:
    'So many days of settlements are proven of this market, fewer than were asked for: its figures are of other days than those beside it',
  box: 'The box holds the middle half of the settlements, the line in it is the median, the dot the mean; the whiskers reach from the 5th to the 95th percentile',
  histogram:
    'How many settlements lay in which range, by the year; from the 1st to the 99th percentile, what lies outside is counted below',
} as const;
