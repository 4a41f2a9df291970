import { DataIntegrityError } from '@fullcarry/domain/errors';
import {
  matchRates,
  type PremiumMinutes,
  type RateMatch,
} from '@fullcarry/domain/market/rate-match';
import { rateFormula } from '@fullcarry/domain/market/rebuilt-rate';
import type { SeriesKind } from '@fullcarry/domain/series';
import { DAY_MS, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Statements } from '../database/database.js';
import type { StoredCertificate } from '../proof/certificate-store.js';
import { storedSettlements } from '../rows/series-rows.js';
import type { StoredSeries } from './stored-series.js';

/** More minutes than of so many days are not read for one answer. */
const COMPARED_DAYS = 30;

/**
 * How many of a market's settlements are what the premium index makes of them, in the certified stretch of its premium
 * candles, the last 30 days of it. `series`: those of one market.
 *
 * Undefined where there is none: the exchange's formula is not known, or it keeps no premium index, or none is proven yet.
 */
export async function readRateMatch(
  database: Statements,
  series: readonly StoredSeries[],
  certificates: ReadonlyMap<number, StoredCertificate>,
): Promise<RateMatch | undefined> {
  const ofKind = (kind: SeriesKind) => series.find(({ key }) => key.kind === kind);
  const premium = ofKind('premium-candles');
  const funding = ofKind('funding');
  const certified = premium && certificates.get(premium.id)?.certificate.window;
  const formula = rateFormula(series[0]?.key.exchange ?? '');
  if (!premium || !funding || !certified || !formula) return undefined;
  const { toMs } = certified;
  const window = { fromMs: Math.max(certified.fromMs, toMs - COMPARED_DAYS * DAY_MS), toMs };
  // What is settled at the end of the last minute belongs to it.
  const settled = await storedSettlements(database, funding.id, { ...window, toMs: toMs + 1 });
  return matchRates(settled, await premiumMinutes(database, premium.id, window), formula);
}

async function premiumMinutes(
  database: Statements,
  seriesId: number,
  { fromMs, toMs }: TimeWindow,
): Promise<PremiumMinutes> {
  const from = 'candle WHERE series_id = $1 AND open_at_ms >= $2 AND open_at_ms < $3';
  const columns = ['open_at_ms', 'close'];
  const read = { columns, from, orderBy: 'open_at_ms' };
  const closes = new Float64Array(Math.ceil((toMs - fromMs) / MINUTE_MS)).fill(Number.NaN);
  for (const row of await database.rows(read, seriesId, fromMs, toMs)) {
    const [openAtMs, close] = row;
    if (typeof openAtMs !== 'number' || typeof close !== 'number') {
      throw new DataIntegrityError('A stored minute holds a value of another kind', {
        row: JSON.stringify(row),
      });
    }
    closes[(openAtMs - fromMs) / MINUTE_MS] = close;
  }
  return { fromMs, closes };
}
