import { TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { POSITIVE } from '../../rows/decimal-schemas.js';
import { parsePayload } from '../../transport/read-json-answer.js';
import { readValues } from '../../rows/read-values.js';
import { nameIn, type RowReader } from '../../rows/row-reader.js';

const PERPETUAL = z.object({
  name: z.string().min(1),
  szDecimals: z.number().int().min(0).max(18),
  isDelisted: z.boolean().optional(),
});

const UNIVERSE = z.object({ universe: z.array(z.unknown()) });

const ASSET_CONTEXTS = z.tuple([UNIVERSE, z.array(z.unknown())]);

/**
 * One perpetual of the main dex, settled in USDC. `name` is the coin's, with a small k before it when the
 * contract is for a thousand of them (kPEPE). When it was listed is not published anywhere.
 */
export type Perpetual = z.output<typeof PERPETUAL>;

/** A perpetual with what stands beside it, which tells its name only by its place in the list. */
export interface PerpetualContext {
  readonly perpetual: Perpetual;
  readonly assetContext: unknown;
}

/**
 * The answer to `meta`. Delisted ones stay in it, since a place in the list is an asset's id.
 *
 * Errors: TransientError for another shape; those of `RowReader.read`.
 */
export function readUniverse(
  reader: RowReader,
  payload: unknown,
  context: ErrorContext,
): readonly Perpetual[] {
  const { universe } = parsePayload(UNIVERSE, payload, context);
  const about = { list: 'universe', nameOf: (row: unknown) => nameIn(row, 'name'), context };
  return reader.read(about, universe, (row) => perpetualOf(row, context));
}

/**
 * The answer to `metaAndAssetCtxs`. Errors: TransientError for another shape, or lists of unlike length; those of
 * `RowReader.read`.
 */
export function readAssetContexts(
  reader: RowReader,
  payload: unknown,
  context: ErrorContext,
): PerpetualContext[] {
  const [{ universe }, contexts] = parsePayload(ASSET_CONTEXTS, payload, context);
  if (universe.length !== contexts.length) {
    throw new TransientError('The tickers are cut short', {
      ...context,
      listed: universe.length,
      contexts: contexts.length,
    });
  }
  const rows = universe.map((row, at) => ({ row, assetContext: contexts[at] }));
  const nameOf = ({ row }: { row: unknown }) => nameIn(row, 'name');
  return reader.read({ list: 'universe', nameOf, context }, rows, ({ row, assetContext }) => ({
    perpetual: perpetualOf(row, context),
    assetContext,
  }));
}

const MARK = z.object({ markPx: POSITIVE });

/** The mark price of each perpetual that trades and has one, by its name. */
export function markPrices(contexts: readonly PerpetualContext[]): ReadonlyMap<string, string> {
  return new Map(
    contexts.flatMap(({ perpetual: { name, isDelisted }, assetContext }) => {
      const { data } = MARK.safeParse(assetContext);
      return data && isDelisted !== true ? [[name, data.markPx]] : [];
    }),
  );
}

function perpetualOf(row: unknown, context: ErrorContext): Perpetual {
  return readValues(PERPETUAL, row, "An instrument holds a value that can't be read", context);
}
