import type { DataProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import { describe, expect, it } from '@jest/globals';
import { register } from 'prom-client';
import { measureHistory } from './history-metrics.js';

const PROGRESS: DataProgress = {
  v: 1,
  atMs: 1,
  exchange: 'bybit',
  source: 'live',
  state: 'fetching',
  reason: null,
  currentSymbol: null,
  pairsDone: 3,
  pairsTotal: 20,
  pagesDone: 1,
  pagesTotal: 2,
  rowsDone: 400,
  rowsTotal: 1000,
  percent: 40,
  rowsPerSecond: 25.5,
  etaSeconds: 23,
  heldUntilMs: null,
};

describe('What Prometheus hears of the history', () => {
  it('is the last progress: one state at a time, and what is not proven yet', async () => {
    measureHistory({ ...PROGRESS, state: 'ready' });
    measureHistory(PROGRESS);
    const text = await register.metrics();
    expect(text).toContain('fullcarry_history_state{exchange="bybit",state="fetching"} 1');
    expect(text).toContain('fullcarry_history_state{exchange="bybit",state="ready"} 0');
    expect(text).toContain('fullcarry_history_rows_missing{exchange="bybit"} 600');
    expect(text).toContain('fullcarry_history_pairs_unproven{exchange="bybit"} 17');
    expect(text).toContain('fullcarry_history_rows_per_second{exchange="bybit"} 25.5');
  });
});
