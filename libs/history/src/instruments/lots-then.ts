import type { LotSize } from '@fullcarry/domain/market/trading-rules';
import type { SeriesProof } from '@fullcarry/domain/backtest/result/backtest-document';
import { z } from 'zod';
import type { Reads } from '../database/database.js';
import { sha256 } from '../proof/certify-series.js';

/** Which quantities a perpetual took from a reading of the exchange's list on; undefined where that could not be read. */
export interface PublishedLot {
  readonly sinceMs: number;
  readonly lot: LotSize | undefined;
}

const text = z.string().nullable();
const rows = z.array(z.tuple([z.int(), text, text, text]));

/** What was published of a perpetual's quantities before an instant, ascending, each from when it was read. */
export async function lotsThen(
  database: Reads,
  exchange: string,
  symbol: string,
  beforeMs: number,
): Promise<readonly PublishedLot[]> {
  const { dialect } = database;
  const columns = ['read.observed_at_ms', 'snapshot.quantity_step', 'snapshot.min_quantity'];
  const published = await database.json(
    rows,
    `SELECT ${dialect.collect(dialect.array([...columns, 'snapshot.min_notional_usdt']), 'snapshot.day_ms')}
     FROM instrument_snapshot AS snapshot
     JOIN instrument_reading AS read ON read.exchange = snapshot.exchange AND read.day_ms = snapshot.day_ms
     WHERE snapshot.exchange = $1 AND snapshot.symbol = $2 AND read.observed_at_ms < $3`,
    exchange,
    symbol,
    beforeMs,
  );
  return published.map(([sinceMs, quantityStep, minQuantity, minNotionalUsdt]) => ({
    sinceMs,
    lot:
      quantityStep === null || minQuantity === null || minNotionalUsdt === null
        ? undefined
        : { quantityStep, minQuantity, minNotionalUsdt },
  }));
}

/** The fingerprint of what was published, beside those of the rows of series: a result rests on both. */
export function lotsProof(
  exchange: string,
  symbol: string,
  published: readonly PublishedLot[],
): SeriesProof {
  const lines = published.map(({ sinceMs, lot }) =>
    [sinceMs, lot?.quantityStep, lot?.minQuantity, lot?.minNotionalUsdt].join(' '),
  );
  return {
    series: `${exchange}:${symbol}:lots`,
    rows: published.length,
    ...{ confirmedEmpty: 0, beforeListing: 0, afterDelisting: 0 },
    sha256: sha256(lines.join('\n')),
  };
}
