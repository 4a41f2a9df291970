import type { LegMarket } from '@fullcarry/domain/desk/book/position-leg';
import { PermanentError } from '@fullcarry/domain/errors';
import { AskedSettlements } from './asked-settlements.js';
import type { DeskOptions } from '../desk/desk-options.js';
import type { DeskTools } from '../desk/desk-tools.js';
import { bookFunding, type BookerParts } from './funding-booker.js';
import { StoredSettlements } from './stored-settlements.js';

/** Books the funding of a desk: from the store where the fetcher follows the market, else from its exchange. */
export function bookDeskFunding(
  { reads, positions: writes, observer, exchanges }: DeskTools,
  { database, timeframe, recorder }: Pick<DeskOptions, 'database' | 'timeframe' | 'recorder'>,
  changed: BookerParts['changed'],
  nowMs: number,
): Promise<string[]> {
  const stored = new StoredSettlements(database, timeframe, recorder);
  const sourceOf = async (leg: LegMarket) => {
    if (await observer.tracks(leg)) return stored;
    const exchange = exchanges.get(leg.venue);
    if (!exchange) throw new PermanentError(`The desk does not trade on ${leg.venue} now`);
    return new AskedSettlements(exchange, timeframe);
  };
  return bookFunding({ reads, writes, sourceOf, changed }, nowMs);
}
