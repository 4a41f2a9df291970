import { DataReadyV1 } from '@fullcarry/contracts/facts/data-ready-v1';
import { DataSyncedV1 } from '@fullcarry/contracts/facts/data-synced-v1';
import { describe, expect, it } from '@jest/globals';
import { HistoryWatch } from './history-watch.js';

function proven(exchange: string, atMs: number) {
  const ready = DataReadyV1.schema.parse({
    ...{ v: 1, atMs, exchange, source: 'replay 2026-11-28T12:00:00.000Z' },
    ...{ window: { fromMs: 0, toMs: atMs }, datasetSha256: '0'.repeat(64), markets: [] },
  });
  return { kind: 'ready', ready } as const;
}

describe('the watch on the histories of several exchanges', () => {
  it('waits until each is proven at the instant, and not at one before', async () => {
    const watch = new HistoryWatch(false, ['bybit', 'okx', 'binanceusdm']);
    const others = ['okx', 'binanceusdm'];
    watch.hear(proven('okx', 1_000));
    expect(watch.behind(others, 1_000)).toEqual(['binanceusdm']);
    let isOver = false;
    const caughtUp = watch.caughtUp(others, 2_000, 60_000).then(() => (isOver = true));
    watch.hear(proven('binanceusdm', 2_000));
    watch.hear(proven('bybit', 2_000));
    await Promise.resolve();
    expect(isOver).toBe(false);
    watch.hear(proven('okx', 2_001));
    await caughtUp;
    expect(watch.behind(others, 2_000)).toEqual([]);
  });

  it('shows once what is published again, and again what has changed', () => {
    const watch = new HistoryWatch(false, ['bybit', 'okx']);
    const lines: string[] = [];
    watch.onNews((line) => lines.push(line));
    const synced = (exchange: string, atMs: number) => ({
      kind: 'synced' as const,
      synced: DataSyncedV1.schema.parse({
        ...{ v: 1, atMs, exchange, source: 'live', series: [] },
        ...{ rowsAdded: 20, rowsRevised: 0, seriesTotal: 20 },
      }),
    });
    for (const [exchange, atMs] of [
      ['bybit', 1_000],
      ['okx', 1_000],
      ['bybit', 1_000],
      ['bybit', 61_000],
    ] as const) {
      watch.hear(synced(exchange, atMs));
    }
    const line = 'in sync: 20 rows added in 20 series';
    expect(lines).toEqual([`bybit: ${line}`, `okx: ${line}`, `bybit: ${line}`]);
  });

  it('holds up no program that is stopped while it waits', () => {
    const watch = new HistoryWatch(false, ['bybit', 'okx']);
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
    const before = timers().length;
    void watch.caughtUp(['okx'], 1_000, 20 * 60_000);
    expect(timers()).toHaveLength(before);
  });

  it('does not wait for one that stays behind, nor for none', async () => {
    const watch = new HistoryWatch(false, ['bybit', 'okx']);
    await watch.caughtUp(['okx'], 1_000, 1);
    expect(watch.behind(['okx'], 1_000)).toEqual(['okx']);
    await watch.caughtUp([], 1_000, 60_000);
  });
});
