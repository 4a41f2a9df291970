/** A spot market that trades a perpetual's coin, and how many coins one unit of the perpetual stands for. */
export interface SpotMatch<Spot> {
  readonly spot: Spot;
  readonly unitsPerContract: number;
}

/**
 * A cheap coin's perpetual is for many coins at once, and says so before or behind the coin's name:
 * 1000PEPE, 1000000MOG, SHIB1000.
 */
const MULTIPLE = /^(?:(?<before>10{3,})(?<coin>.*\D.*)|(?<name>.*\D)(?<behind>10{3,}))$/;

/**
 * The spot market of a perpetual's base coin. The whole name comes first: a coin may itself be called
 * 1000CAT. Undefined when there is none.
 */
export function matchSpot<Spot>(
  baseCoin: string,
  byCoin: ReadonlyMap<string, Spot>,
): SpotMatch<Spot> | undefined {
  const same = byCoin.get(baseCoin);
  if (same) return { spot: same, unitsPerContract: 1 };
  const parts = MULTIPLE.exec(baseCoin)?.groups;
  const spot = byCoin.get(parts?.['coin'] ?? parts?.['name'] ?? '');
  return spot && { spot, unitsPerContract: Number(parts?.['before'] ?? parts?.['behind']) };
}
