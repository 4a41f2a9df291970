import type { ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { readValues } from '../../rows/read-values.js';

const PROBLEM = "A spot instrument holds a value that can't be read";

const KIND = z.object({ status: z.string(), quoteCoin: z.string() });

const SPOT_INSTRUMENT = z.object({
  symbol: z.string().min(1),
  baseCoin: z.string().min(1),
  quoteCoin: z.string(),
  symbolType: z.string().optional(),
  lotSizeFilter: z.unknown(),
});

/** One spot row of /v5/market/instruments-info. */
export type SpotInstrument = z.output<typeof SPOT_INSTRUMENT>;

/**
 * A spot market that trades now against USDT; undefined for a row about any other.
 *
 * Errors: DataIntegrityError for a row that can't be read.
 */
export function readSpotInstrument(
  row: unknown,
  context: ErrorContext,
): SpotInstrument | undefined {
  const { status, quoteCoin } = readValues(KIND, row, PROBLEM, context);
  if (status !== 'Trading' || quoteCoin !== 'USDT') return undefined;
  return readValues(SPOT_INSTRUMENT, row, PROBLEM, context);
}
