/** What the terms of the evidence page mean, on hover: beyond those of all pages. */
export const EVIDENCE_TERMS = {
  coefficient:
    'Information coefficient: rank correlation of the signal with the carry that came after it, out of sample, with its interval of 95 %',
  added:
    'What of it is left beside the carry that is expected in two speeds: the partial coefficient, with its interval of 95 %',
  error:
    'What a weight for it that was learnt before each test does to the squared error of the expected carry; negative is better',
  cost: 'What opening or closing at each crossing of its own median costs a year, of notional',
  verdict: 'A signal adds if what it adds lies above 0 and the error falls, at both horizons',
  net: 'Net of all costs a year, of the equity at the start, with its interval of 95 %',
  drawdown: 'The deepest fall of equity from a peak before it',
  sharpe: 'Of daily returns on capital, by the year',
  deflated:
    'How probable it is that its Sharpe ratio is above what as many runs find by luck (Bailey, López de Prado 2014)',
  more: 'By how much it earned more a year than the first row, the desk’s default, with its interval of 95 %: where it holds 0, nothing was found',
  overfitting:
    'PBO: how probable it is that choosing the best of these runs overfits (Bailey et al. 2015)',
} as const;
