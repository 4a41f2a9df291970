import type { LotSize } from '@fullcarry/domain/market/trading-rules';
import type { SeriesProof } from '@fullcarry/domain/backtest/result/backtest-document';
import { z } from 'zod';
import type { Reads } from '../database/database.js';
import { sha256 } from '../proof/certify-series.js';

/** Which quantities a perpetual took from a reading of the exchange's list on; undefined where that could not be read. */
export interface ToldLot {
  readonly sinceMs: number;
  readonly lot: LotSize | undefined;
}

const text = z.string().nullable();
const rows = z.array(z.tuple([z.int(), text, text, text]));

/** What was told of a perpetual's quantities before an instant, ascending, each from when it was read. */
export async function lotsThen(
  database: Reads,
  exchange: string,
  symbol: string,
  beforeMs: number,
): Promise<readonly ToldLot[]> {
  const { dialect } = database;
  const columns = ['read.observed_at_ms', 'told.quantity_step', 'told.min_quantity'];
  const told = await database.json(
    rows,
    `SELECT ${dialect.collect(dialect.array([...columns, 'told.min_notional_usdt']), 'told.day_ms')}
     FROM instrument_snapshot AS told
     JOIN instrument_reading AS read ON read.exchange = told.exchange AND read.day_ms = told.day_ms
     WHERE told.exchange = $1 AND told.symbol = $2 AND read.observed_at_ms < $3`,
    exchange,
    symbol,
    beforeMs,
  );
  return told.map(([sinceMs, quantityStep, minQuantity, minNotionalUsdt]) => ({
    sinceMs,
    lot:
      quantityStep === null || minQuantity === null || minNotionalUsdt === null
        ? undefined
        : { quantityStep, minQuantity, minNotionalUsdt },
  }));
}

/** The fingerprint of what was told, beside those of the rows of series: a result rests on both. */
export function lotsProof(exchange: string, symbol: string, told: readonly ToldLot[]): SeriesProof {
  const lines = told.map(({ sinceMs, lot }) =>
    [sinceMs, lot?.quantityStep, lot?.minQuantity, lot?.minNotionalUsdt].join(' '),
  );
  return {
    series: `${exchange}:${symbol}:lots`,
    rows: told.length,
    ...{ confirmedEmpty: 0, beforeListing: 0, afterDelisting: 0 },
    sha256: sha256(lines.join('\n')),
  };
}
