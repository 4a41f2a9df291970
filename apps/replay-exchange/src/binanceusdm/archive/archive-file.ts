import { zipSync } from 'fflate';
import { createHash } from 'node:crypto';
import type { ArchivedHours } from '../../api/answer.js';
import { HOUR_MS } from '../../clock/durations.js';

/** Binance's own; of an instant that does not matter, so that equal rows make equal files. */
const ZIPPED_AT = new Date(1980, 0, 2);

const HEADER =
  'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore';

/** The zip file with its one CSV. The same rows are the same bytes: the checksum is asked for by itself. */
export function zipOf({ name, isCut = false, ...csv }: ArchivedHours): Buffer {
  const text = Buffer.from(csvOf(csv));
  const bytes = Buffer.from(zipSync({ [`${name}.csv`]: text }, { mtime: ZIPPED_AT }));
  return isCut ? bytes.subarray(0, bytes.length / 2) : bytes;
}

/** As sha256sum writes it. */
export function checksumOf(file: ArchivedHours): string {
  const sha256 = createHash('sha256').update(zipOf(file)).digest('hex');
  return `${sha256}  ${file.name}.zip\n`;
}

function csvOf({
  rows,
  hasHeader,
  isInMicroseconds,
}: Omit<ArchivedHours, 'name' | 'isCut'>): string {
  const lines = rows.map(({ openAtMs, open, high, low, close, volume, turnover }) => {
    const closeAtMs = openAtMs + HOUR_MS - 1;
    const [from, to] = isInMicroseconds
      ? [`${openAtMs}000`, `${closeAtMs}999`]
      : [openAtMs, closeAtMs];
    return [from, open, high, low, close, volume, to, turnover, 0, 0, 0, 0].join(',');
  });
  return `${[...(hasHeader ? [HEADER] : []), ...lines].join('\n')}\n`;
}
