import { z } from 'zod';
import { instrumentsPage } from './bybit-instrument-pages.js';

const SPOT_INSTRUMENT = z.object({
  symbol: z.string().min(1),
  status: z.string(),
  baseCoin: z.string().min(1),
  quoteCoin: z.string(),
  lotSizeFilter: z.unknown(),
});

export const SPOT_PAGE = instrumentsPage('spot', SPOT_INSTRUMENT);

/** One spot row of /v5/market/instruments-info. */
export type SpotInstrument = z.output<typeof SPOT_INSTRUMENT>;

/** The spot markets that trade now against USDT, by their coin. */
export function spotByCoin(
  instruments: readonly SpotInstrument[],
): ReadonlyMap<string, SpotInstrument> {
  return new Map(
    instruments
      .filter(({ status, quoteCoin }) => status === 'Trading' && quoteCoin === 'USDT')
      .map((instrument) => [instrument.baseCoin, instrument]),
  );
}

export interface SpotMatch {
  readonly spot: SpotInstrument;
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
export function matchSpot(
  baseCoin: string,
  byCoin: ReadonlyMap<string, SpotInstrument>,
): SpotMatch | undefined {
  const same = byCoin.get(baseCoin);
  if (same) return { spot: same, unitsPerContract: 1 };
  const parts = MULTIPLE.exec(baseCoin)?.groups;
  const spot = byCoin.get(parts?.['coin'] ?? parts?.['name'] ?? '');
  return spot && { spot, unitsPerContract: Number(parts?.['before'] ?? parts?.['behind']) };
}
