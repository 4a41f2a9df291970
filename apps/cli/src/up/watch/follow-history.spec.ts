import { DataProgressV1, type DataProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import { startNats, type RunningNats } from '@fullcarry/testing/start-nats';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { followHistory, type HistoryNews } from './follow-history.js';

const OURS = { exchange: 'bybit', source: 'replay 2026-10-01T12:00:00.000Z' };
const PROGRESS: DataProgress = {
  v: 1,
  atMs: 1,
  ...OURS,
  state: 'fetching',
  reason: null,
  currentSymbol: null,
  pairsDone: 0,
  pairsTotal: 0,
  pagesDone: 0,
  pagesTotal: 0,
  rowsDone: 0,
  rowsTotal: 0,
  percent: 0,
  rowsPerSecond: 0,
  etaSeconds: null,
  heldUntilMs: null,
};

let nats: RunningNats;
beforeAll(async () => {
  nats = await startNats();
});
afterAll(() => nats.close());

it('hears the own fetcher only, on a NATS where others and strangers speak', async () => {
  const heard: HistoryNews[] = [];
  const stop = await followHistory(
    nats.url,
    { exchanges: [OURS.exchange], source: OURS.source },
    (news) => heard.push(news),
  );
  const speaker = await connect({ servers: nats.url });
  const publish = (text: string) => speaker.publish(DataProgressV1.subject, text);

  publish(JSON.stringify({ ...PROGRESS, source: 'live' }));
  publish(JSON.stringify({ ...PROGRESS, source: 'replay 2026-01-01T00:00:00.000Z' }));
  publish(JSON.stringify({ ...PROGRESS, exchange: 'okx' }));
  publish('no JSON');
  publish('{"v":1}');
  publish(JSON.stringify({ ...PROGRESS, source: 'unknown', rowsTotal: 1 }));
  publish(JSON.stringify({ ...PROGRESS, rowsTotal: 2 }));
  await speaker.flush();
  while (heard.length < 2) await sleep(10);

  const totals = heard.map((news) => news.kind === 'progress' && news.progress.rowsTotal);
  expect(totals).toEqual([1, 2]);
  await speaker.close();
  await stop();
});
