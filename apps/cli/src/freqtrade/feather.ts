import type { Candle } from '@fullcarry/domain/candle';
import { makeVector, Table, tableToIPC, TimestampMillisecond } from 'apache-arrow';

/**
 * Feather (version 2, not compressed) with freqtrade's columns: `date`, epoch ms in UTC, and five doubles. It reads rates
 * of funding from `open` too, as all of its versions wrote them until 2026 (2026.9 reads both layouts).
 */
export function feather(rows: readonly Candle[]): Uint8Array {
  const values = (name: Exclude<keyof Candle, 'openAtMs'>) =>
    makeVector(Float64Array.from(rows, (row) => row[name]));
  const date = makeVector({
    type: new TimestampMillisecond('UTC'),
    length: rows.length,
    nullCount: 0,
    data: BigInt64Array.from(rows, ({ openAtMs }) => BigInt(openAtMs)),
  });
  const table = new Table({
    date,
    open: values('open'),
    high: values('high'),
    low: values('low'),
    close: values('close'),
    volume: values('volume'),
  });
  return tableToIPC(table, 'file');
}
