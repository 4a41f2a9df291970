import { z } from 'zod';

const SPOT_INSTRUMENT = z.object({
  symbol: z.string().min(1),
  status: z.string(),
  baseAsset: z.string().min(1),
  quoteAsset: z.string(),
  filters: z.unknown().optional(),
});

export const SPOT_EXCHANGE_INFO = z.object({ symbols: z.array(SPOT_INSTRUMENT) });

/** One symbol of /api/v3/exchangeInfo. */
export type SpotInstrument = z.output<typeof SPOT_INSTRUMENT>;

/** The spot markets that trade now against USDT, by their coin. */
export function spotByCoin(
  instruments: readonly SpotInstrument[],
): ReadonlyMap<string, SpotInstrument> {
  return new Map(
    instruments
      .filter(({ status, quoteAsset }) => status === 'TRADING' && quoteAsset === 'USDT')
      .map((instrument) => [instrument.baseAsset, instrument]),
  );
}
