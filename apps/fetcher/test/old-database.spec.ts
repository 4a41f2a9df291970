import { makeDatabaseBefore } from '@fullcarry/history/migrate/database-before.fixture';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStacks, Stack } from './stack.js';

const PAIRS = 20;

/** What version 1 kept, table by table; its tables had no other columns. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  market: [
    'id',
    'exchange',
    'symbol',
    'native_id',
    'source',
    'listed_at_ms',
    'delisted_at_ms',
    'tracked',
    'rank',
    'turnover_usdt_24h',
    'evaluated_at_ms',
  ],
  series: ['id', 'market_id', 'kind', 'timeframe', 'last_sync_at_ms'],
  candle: ['*'],
  funding_rate: ['*'],
  coverage: ['*'],
};

let old: EmptyDatabase | undefined;
afterEach(async () => {
  await closeStacks();
  await old?.remove();
  old = undefined;
});

describe('the first start on a database of version 1', () => {
  it('proves its rows anew, as one who fetched them now would, and asks for none of them', async () => {
    const stack = await Stack.start({ fetcher: { HISTORICAL_TOP_PAIRS: String(PAIRS) } });
    const { fetcher, ready } = await stack.runToReady();
    await fetcher.stop();
    old = await emptyDatabase('sqlite');
    await makeDatabaseBefore('pieces', old.url, copyOf(stack.databaseUrl));

    const { lastSequence } = await stack.replay.requests();
    const first = await stack.runToReady({ DATABASE_URL: old.url });
    const { requests } = await stack.replay.requests(lastSequence);
    expect(first.ready.datasetSha256).toBe(ready.datasetSha256);
    expect(first.ready.markets).toHaveLength(PAIRS);
    expect(requests.filter(({ query }) => query['symbol'] !== undefined)).toEqual([]);
  }, 120_000);
});

/** Takes over what version 1 would have stored of the same answers, with the certificates that it issued. */
function copyOf(databaseUrl: string): string {
  const copies = Object.entries(KEPT).map(([table, columns]) => {
    const into = columns.includes('*') ? '' : `(${columns.join(', ')})`;
    return `INSERT INTO ${table} ${into} SELECT ${columns.join(', ')} FROM now.${table};`;
  });
  return `ATTACH '${databaseUrl.slice('file:'.length)}' AS now;
    ${copies.join('\n')}
    INSERT INTO certificate SELECT series_id, from_ms, to_ms, expected, present, confirmed_empty, missing,
      first_row_at_ms, last_row_at_ms, 'of the old recipe', issued_at_ms FROM now.certificate;
    INSERT INTO dataset_certificate SELECT exchange, 'of the old recipe', issued_at_ms FROM now.dataset_certificate;
    DETACH now;`;
}
