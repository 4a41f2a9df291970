import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import { DATABASES, emptyDatabase } from '@fullcarry/testing/each-database';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openDatabase } from '../database/open-database.js';
import { makeDatabaseBefore } from './database-before.fixture.js';

/** Rows as version 1 stored them: three candles of two days, two settlements of one, and a revision. */
const ROWS = `
  INSERT INTO market (exchange, symbol, native_id, source, tracked, evaluated_at_ms)
    VALUES ('bybit', 'BTC/USDT:USDT', 'BTCUSDT', 'live', true, 7);
  INSERT INTO series (market_id, kind, timeframe) VALUES (1, 'candles', '1h'), (1, 'funding', '');
  INSERT INTO candle VALUES (1, 0, 1, 2, 1, 2, 3), (1, ${HOUR_MS}, 1, 2, 1, 2, 3), (1, ${25 * HOUR_MS}, 1, 2, 1, 2, 3);
  INSERT INTO funding_rate VALUES (2, ${8 * HOUR_MS}, '0.1', NULL, 0), (2, ${16 * HOUR_MS}, '0.1', 480, 0);
  INSERT INTO revision (series_id, row_at_ms, old_row, new_row, observed_at_ms, found_by)
    VALUES (1, 0, '[]', '[]', 1, 'scrub');`;

describe.each(DATABASES)('a database of version 1 (%s)', (kind) => {
  it('keeps its rows, counted as the fetcher’s own and to be hashed', async () => {
    const empty = await emptyDatabase(kind);
    await makeDatabaseBefore('pieces', empty.url, ROWS);
    const database = await openDatabase(empty.url);
    const { dialect } = database;
    const rows = (table: string, columns: string[], orderBy: string) =>
      database.json(
        z.array(z.array(z.union([z.int(), z.string()]).nullable())),
        `SELECT ${dialect.collect(dialect.array(columns), orderBy)} FROM ${table}`,
      );

    const piece = ['series_id', 'from_ms', 'changes', 'accounted', 'hashed', 'sha256'];
    expect(await rows('piece', piece, 'series_id, from_ms')).toEqual([
      [1, 0, 2, 2, -1, null],
      [1, DAY_MS, 1, 1, -1, null],
      [2, 0, 2, 2, -1, null],
    ]);
    expect(await rows('piece_change', ['series_id'], 'series_id')).toEqual([]);
    expect(await rows('series', ['id', 'rows', 'revisions'], 'id')).toEqual([
      [1, 3, 1],
      [2, 2, 0],
    ]);
    expect(await rows('market', ['symbol', 'listing', 'asset_class'], 'id')).toEqual([
      ['BTC/USDT:USDT', 0, null],
    ]);
    await database.close();
    await empty.remove();
  });
});
