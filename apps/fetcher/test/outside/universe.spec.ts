import type { DataProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import { DataReadyV1 } from '@fullcarry/contracts/facts/data-ready-v1';
import { DataUniverseV1, type DataUniverse } from '@fullcarry/contracts/facts/data-universe-v1';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Facts } from '@fullcarry/testing/facts';
import { ASK, command } from '@fullcarry/testing/command';
import { atTheEnd, closeStages, NOW_MS, Stage } from './stage.js';
import { until } from '@fullcarry/testing/until';

const FOUR = 'BTCUSDT,ETHUSDT,INJUSDT,ADAUSDT';

describe('the tracked markets', () => {
  afterEach(closeStages);

  it('are asked for after the time: an older schedule would leave out what fell due between', async () => {
    const stage = await Stage.open();
    await stage.exchange.faults([{ kind: 'http-500', path: 'time', times: 1 }]);
    await stage.readyFetcher();
    const { requests } = await stage.exchange.requests();
    const timeAnswered = requests.findIndex(
      ({ path, fault }) => path === '/v5/market/time' && fault === null,
    );
    const firstList = requests.findIndex(({ path }) => /instruments-info|tickers/.test(path));
    expect(timeAnswered).toBeGreaterThan(0);
    expect(firstList).toBeGreaterThan(timeAnswered);
  });

  it('are chosen anew at once when what they are about is not to be tracked any more', async () => {
    const stage = await Stage.open({ markets: FOUR });
    const { fetcher } = await stage.readyFetcher();
    const before = await universe(stage);
    expect(before.markets).toHaveLength(3);
    await fetcher.stop();
    const stocks = stage.startFetcher({ HISTORICAL_ASSET_CLASSES: 'stock,index' });
    await stocks.prints('Markets chosen by 24 h turnover');
    const after = await until(async () => {
      const received = await universe(stage);
      return received.left.length > 0 ? received : undefined;
    });
    expect(after.markets).toEqual([]);
    expect([...after.left].sort()).toEqual(before.markets.map(({ symbol }) => symbol).sort());
  });

  it('are chosen anew when the choice is old by the exchange’s clock, and one that left keeps its rows', async () => {
    const stage = await Stage.open({
      markets: FOUR,
      fetcher: { HISTORICAL_REEVALUATE_HOURS: '24', RATE_BUDGET: '0.02' },
    });
    const facts = await Facts.open(stage.nats.url);
    atTheEnd(() => facts.close());
    await stage.readyFetcher();
    const before = await universe(stage);
    const [leaving] = before.markets;
    await stage.exchange.scenario({
      delist: [{ symbol: leaving!.nativeId, at: NOW_MS + HOUR_MS }],
    });
    await stage.exchange.moveClock(NOW_MS + 25 * HOUR_MS);
    const since = facts.heard.length;
    await command(stage.nats.url, 'order.data.sync', ASK);
    const after = await universe(stage);
    expect(after.left).toEqual([leaving!.symbol]);
    expect(after.entered).toHaveLength(1);
    expect(after.markets.map(({ symbol }) => symbol)).toContain(after.entered[0]);

    // While the one that entered was backfilled, the fact about the others stood.
    const meanwhile = facts.heard.slice(since);
    const isFetching = ({ payload }: { payload: unknown }) =>
      (payload as DataProgress).state === 'fetching';
    expect(meanwhile.some(isFetching)).toBe(true);
    const ready = await until(async () => {
      const received = DataReadyV1.schema.safeParse(await stage.retained('data.ready'));
      expect(received.success).toBe(true);
      const symbols = received.data!.markets.map(({ symbol }) => symbol);
      return symbols.includes(after.entered[0]!) ? received.data : undefined;
    });
    expect(ready.markets.every((market) => market.ready)).toBe(true);
    expect(ready.markets.map(({ symbol }) => symbol)).not.toContain(leaving!.symbol);
    expect(await rowsOf(stage, leaving!.symbol)).toBeGreaterThan(40 * 24);
  });

  it('are as many as a restart asks for, and come back to the same certificate', async () => {
    const stage = await Stage.open({ markets: FOUR });
    const three = await stage.readyFetcher();
    await three.fetcher.stop();
    const two = await stage.readyFetcher({ HISTORICAL_TOP_PAIRS: '2' });
    expect(two.ready.markets).toHaveLength(2);
    const { left, entered } = await universe(stage);
    expect({ left: left.length, entered: entered.length }).toEqual({ left: 1, entered: 0 });
    await two.fetcher.stop();
    const { lastSequence } = await stage.exchange.requests();
    const again = await stage.readyFetcher();
    expect(again.ready.datasetSha256).toBe(three.ready.datasetSha256);
    expect((await universe(stage)).entered).toEqual(left);
    const { requests } = await stage.exchange.requests(lastSequence);
    expect(requests.filter(({ path }) => /kline|funding/.test(path))).toEqual([]);
  });
});

async function universe(stage: Stage): Promise<DataUniverse> {
  return DataUniverseV1.schema.parse(await stage.retained('data.universe'));
}

async function rowsOf(stage: Stage, symbol: string): Promise<number> {
  const database = await openDatabase(stage.databaseUrl);
  try {
    const series = await new MarketStore(database).allSeries();
    const candles = series.find(
      (one) => one.market.symbol === symbol && one.key.kind === 'candles',
    );
    return (await new CompletenessStore(database).rows([candles!.id])).get(candles!.id) ?? 0;
  } finally {
    await database.close();
  }
}
