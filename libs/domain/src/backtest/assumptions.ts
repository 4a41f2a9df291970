/** What a backtest may assume of what is not stored; each stands on every report that rests on it. */
export const ASSUMPTIONS = {
  'flat-basis':
    'no spot history was read: the coin is priced as its perpetual, so the basis earns and costs nothing',
  'fine-lots':
    'every quantity is taken that is worth 5 USDT: what the markets took then is not stored',
  'fine-spot-lots':
    'of spot every quantity is taken that is worth 5 USDT: what spot markets took then is not stored; perpetuals take what they took then',
  'settled-rate-stands-in':
    'decided on the last settled rate: the predicted one of then is not stored',
  'traded-price-for-mark':
    'where mark candles are not stored, the traded price stands in for the mark price',
} as const;

export type AssumptionName = keyof typeof ASSUMPTIONS;

/** Those that a person has to ask for. */
export const ASKED_ASSUMPTIONS = [
  'flat-basis',
  'fine-lots',
  'fine-spot-lots',
] as const satisfies readonly AssumptionName[];
