import type { RecordedCandle } from '../../recording/recorded-rows.js';
import { exactProduct } from './decimal-units.js';

/** Quote volume of one hour, as recorded; on Bybit it was not, and close × volume is near enough to rank by. */
export function turnoverOf(row: RecordedCandle): string {
  return row.turnover ?? exactProduct(row.close, row.volume);
}
