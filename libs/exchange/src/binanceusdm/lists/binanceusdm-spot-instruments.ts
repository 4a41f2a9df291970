import type { ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { readValues } from '../../rows/read-values.js';

const PROBLEM = "A spot instrument holds a value that can't be read";

const KIND = z.object({ status: z.string(), quoteAsset: z.string() });

const SPOT_INSTRUMENT = z.object({
  symbol: z.string().min(1),
  baseAsset: z.string().min(1),
  quoteAsset: z.string(),
  filters: z.unknown().optional(),
});

/** One symbol of /api/v3/exchangeInfo. */
export type SpotInstrument = z.output<typeof SPOT_INSTRUMENT>;

/**
 * A spot market that trades now against USDT; undefined for a row about any other: a symbol of the same name is
 * no proof of a spot leg (XMRUSDT is in the list, and its status BREAK).
 *
 * Errors: DataIntegrityError for a row that can't be read.
 */
export function readSpotInstrument(
  row: unknown,
  context: ErrorContext,
): SpotInstrument | undefined {
  const { status, quoteAsset } = readValues(KIND, row, PROBLEM, context);
  if (status !== 'TRADING' || quoteAsset !== 'USDT') return undefined;
  return readValues(SPOT_INSTRUMENT, row, PROBLEM, context);
}
