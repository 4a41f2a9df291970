/**
 * One spot market that the replay offers beside a perpetual. The project has no recorded spot prices: all that it shows
 * is derived from the perpetual's recording (market/spot-market.ts), and said to be so.
 *
 * `unitsPerContract`: coins in one unit of the perpetual's quantity.
 */
export interface SpotSpec {
  readonly nativeId: string;
  readonly baseCoin: string;
  readonly quoteCoin: 'USDT' | 'USDC';
  readonly unitsPerContract: number;
}

/** Perpetuals of young or small coins often come without a spot market: these can't be hedged here. */
const WITHOUT_SPOT = ['AZTEC', 'COS', 'KAT', 'OGN'];

/** The spot markets of a USDT perpetual's coin; a thousand of a cheap coin are traded there one by one. */
export function spotSpecsOf(perpetualCoin: string): readonly SpotSpec[] {
  if (WITHOUT_SPOT.includes(perpetualCoin)) return [];
  const usdt = spotAgainst(perpetualCoin, 'USDT');
  // BTCUSDC is a decoy: the right coin, against the wrong money.
  return usdt.baseCoin === 'BTC' ? [spotAgainst(perpetualCoin, 'USDC'), usdt] : [usdt];
}

export function spotAgainst(perpetualCoin: string, quoteCoin: SpotSpec['quoteCoin']): SpotSpec {
  const [, multiple = '1', baseCoin = ''] = /^(1000)?(.*)$/.exec(perpetualCoin) ?? [];
  const nativeId = `${baseCoin}${quoteCoin}`;
  return { nativeId, baseCoin, quoteCoin, unitsPerContract: Number(multiple) };
}
