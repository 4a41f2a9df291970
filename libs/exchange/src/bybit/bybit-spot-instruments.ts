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
