import { csvTime } from '@fullcarry/platform/files/csv-table';
import { describe, expect, it } from '@jest/globals';
import { csvName } from './csv.js';

describe('A CSV file', () => {
  const week = { fromMs: Date.UTC(2026, 1, 11), toMs: Date.UTC(2026, 1, 18) };

  it('says in its name of which days it is, both included, and that it is recorded', () => {
    expect(csvName(['bybit', 'BTCUSDT', '1h'], 'replay 2026-11-28T01:58:34.016Z', week)).toBe(
      'bybit-BTCUSDT-1h-replay-2026-02-11-to-2026-02-17.csv',
    );
    expect(csvName(['okx', 'BTC-USDT-SWAP', 'funding'], 'live', week)).toBe(
      'okx-BTC-USDT-SWAP-funding-2026-02-11-to-2026-02-17.csv',
    );
  });

  it('has times that a spreadsheet takes for times', () => {
    expect(csvTime(week.fromMs)).toBe('2026-02-11 00:00:00');
    expect(csvTime(null)).toBeNull();
  });
});
