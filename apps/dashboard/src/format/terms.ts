/**
 * What a figure is, in one place: the tooltips of all pages. The long form, with sources, is docs/GLOSSARY.md, and
 * where the two differ one of them is a bug.
 */
export const TERMS = {
  predicted:
    'What the exchange expects to charge at the next settlement, by the year of its own interval, not compounded; positive is paid by longs to shorts',
  expected:
    'Funding expected over the holding time of the settings, a year: what is predicted now decays to the market’s own mean',
  costs:
    'Fees and slippage of a round trip (four fills), spread over the holding time of the settings, a year',
  net: 'Expected less costs, a year: what the desk ranks by',
  breakEven:
    'How long the predicted rate, if it stayed, takes to earn the costs of a round trip; never where shorts pay now',
  paidShare: 'Share of the settlements of the last 90 days at which a short was paid',
  shortHistory:
    'Less than 30 days of settled funding are stored: the expected funding rests on little',
  lastSettled: 'The last rate that was charged, by the year of its own interval',
  mean: '8,760 · Σ rate / Σ hours over the settlements of these days, not compounded, before costs',
  basis: '(perpetual − spot) / spot; positive when the perpetual is dearer',
  openInterest:
    'Value of all open contracts at the mark price, one side counted, in the quote currency; not every exchange gives it with its tickers',
  turnover: 'Value traded in the last 24 hours, in the quote currency',
  complete: 'Share of the expected rows that are proven, of the least complete series',
} as const;
