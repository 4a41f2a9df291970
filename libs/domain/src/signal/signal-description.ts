/** What a number of a signal is, for people. */
export interface SignalDescription {
  readonly label: string;
  readonly unit: string;
  /** What a higher one says. */
  readonly sign: string;
  /** Which rows it is made of. */
  readonly source: string;
}

const SETTLED = 'settled funding';

/** The signals that are judged by themselves, by name. */
export const SIGNALS = {
  level: {
    label: 'Level of the rate in its own 90 days',
    unit: 'share of settlements, 0 to 1',
    sign: 'higher: a short earns more than it mostly did',
    source: SETTLED,
  },
  trend: {
    label: 'Trend of the rate, 24 h against 168 h',
    unit: 'fraction of notional an hour',
    sign: 'positive: a short earns more than it did',
    source: SETTLED,
  },
  slope: {
    label: 'Slope of the rate over 72 h',
    unit: 'fraction of notional an hour, a day',
    sign: 'positive: rising',
    source: SETTLED,
  },
  persistence: {
    label: 'Same sign in 30 days',
    unit: 'share of settlements, −1 to 1',
    sign: 'positive: the last one was earned by shorts',
    source: SETTLED,
  },
  halfLifeHours: {
    label: 'Half-life of the rate in 90 days',
    unit: 'hours, ≥ 0',
    sign: 'higher: a deviation lasts longer',
    source: SETTLED,
  },
  basisScore: {
    label: 'Basis against its own 168 h',
    unit: 'standard deviations',
    sign: 'positive: the short leg is dearer than usual',
    source: 'candles of both legs',
  },
  basisHalfLifeHours: {
    label: 'Half-life of the basis',
    unit: 'hours, ≥ 0',
    sign: 'higher: a deviation lasts longer',
    source: 'candles of both legs',
  },
  turnoverTrend: {
    label: 'Turnover of 7 days against the 7 before',
    unit: 'fraction, ≥ −1',
    sign: 'positive: growing',
    source: 'candles of the perpetual',
  },
  venueSpread: {
    label: 'Rate above the best other exchange',
    unit: 'fraction of notional an hour',
    sign: 'positive: a short earns more here',
    source: `${SETTLED} of the coin on several exchanges`,
  },
  regime: {
    label: 'Regime',
    unit: 'inverted, calm, rich',
    sign: 'rich: at least twice the usual rate',
    source: SETTLED,
  },
} as const satisfies Readonly<Record<string, SignalDescription>>;

export type SignalName = keyof typeof SIGNALS;
