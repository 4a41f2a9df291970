import { TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';

const PERPETUAL = z.object({
  name: z.string().min(1),
  szDecimals: z.number().int().min(0).max(18),
  isDelisted: z.boolean().optional(),
});

const UNIVERSE = z.object({ universe: z.array(PERPETUAL) });

const ASSET_CONTEXTS = z.tuple([UNIVERSE, z.array(z.looseObject({}))]);

/**
 * One perpetual of the main dex, settled in USDC. `name` is the coin's, with a small k before it when the
 * contract is for a thousand of them (kPEPE). When it was listed is not said anywhere.
 */
export type Perpetual = z.output<typeof PERPETUAL>;

/** A perpetual with what stands beside it, which tells its name only by its place in the list. */
export interface PerpetualContext {
  readonly perpetual: Perpetual;
  readonly assetContext: Readonly<Record<string, unknown>>;
}

/** The answer to `meta`. Delisted ones stay in it, since a place in the list is an asset's id. */
export function readUniverse(payload: unknown, context: ErrorContext): readonly Perpetual[] {
  return parsePayload(UNIVERSE, payload, context).universe;
}

/** The answer to `metaAndAssetCtxs`. Errors: TransientError for another shape, or lists of unlike length. */
export function readAssetContexts(payload: unknown, context: ErrorContext): PerpetualContext[] {
  const [{ universe }, contexts] = parsePayload(ASSET_CONTEXTS, payload, context);
  if (universe.length !== contexts.length) {
    throw new TransientError('The tickers are cut short', {
      ...context,
      listed: universe.length,
      contexts: contexts.length,
    });
  }
  return universe.flatMap((perpetual, i) => {
    const assetContext = contexts[i];
    return assetContext ? [{ perpetual, assetContext }] : [];
  });
}
