import { fileAt } from '@fullcarry/domain/completeness/archive/archive-file';
import { DataIntegrityError } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import type { CandleSeries } from '@fullcarry/domain/series';
import { cutWindow, HOUR_MS } from '@fullcarry/domain/time-window';
import { readArchivedCandles } from '@fullcarry/exchange/archive/archived-candles';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FEW_MARKETS, NOW_MS, SUBJECTS, Subject } from './subject.js';

const MONTH = fileAt('month', Date.parse('2026-06-01T00:00Z'));
const DAY = fileAt('day', Date.parse('2026-07-28T00:00Z'));
const KINDS = ['candles', 'spot-candles', 'mark-candles'] as const;

/** What a reader makes of each fault: refuses the file, has none, or has the same rows, or others than the API. */
const FAULTS: Readonly<Record<string, 'refused' | 'none' | 'same' | 'fewer' | 'others'>> = {
  'archive-wrong-checksum': 'refused',
  'archive-cut-zip': 'refused',
  'archive-duplicate-row': 'refused',
  'archive-missing': 'none',
  'archive-microseconds': 'same',
  'archive-other-header': 'same',
  'archive-lacking-row': 'fewer',
  'archive-other-candle': 'others',
};

describe.each(SUBJECTS)('the files beside the API of %s', (id) => {
  let subject: Subject;
  let market: Market;
  let kinds: readonly string[];

  beforeAll(async () => {
    subject = await Subject.start(id, FEW_MARKETS);
    const markets = await subject.marketsWithSpot();
    market = markets.find(({ symbol }) => symbol.startsWith('BTC/'))!;
    kinds = (await subject.replay.faultKinds()).filter((kind) => kind.startsWith('archive-'));
  }, 60_000);
  afterAll(() => subject.close());

  /** Which exchange it is, is known from its first answer. */
  async function read(exchange: Exchange, kind: CandleSeries['kind'], file = MONTH) {
    await exchange.serverTimeMs();
    const found = await exchange.archive!.file(market, { kind, timeframe: '1h' }, file);
    return found && { rows: await readArchivedCandles(found, file, HOUR_MS) };
  }

  it('hold the rows that the API answers, of each kind, of a month and of a day', async () => {
    await subject.use(async (exchange) => {
      if (!exchange.archive) {
        expect(kinds).toEqual([]);
        return;
      }
      expect(exchange.archive.publishedAtMs(MONTH)).toBeLessThan(NOW_MS);
      for (const kind of KINDS) {
        for (const file of [MONTH, DAY]) {
          const pages = cutWindow(file, exchange.limits.candlesPerPage * HOUR_MS, file.fromMs);
          const asked = pages.map((page) => exchange.candlePage(market, '1h', page, kind));
          const rows = (await Promise.all(asked)).flat();
          expect((await read(exchange, kind, file))?.rows).toEqual(rows);
        }
      }
    });
  });

  it('are refused whole, read or not there, whatever is wrong with them', async () => {
    expect(kinds.every((kind) => kind in FAULTS)).toBe(true);
    for (const kind of kinds) {
      const truth = await subject.use((exchange) => read(exchange, 'candles'));
      await subject.replay.faults([{ kind }]);
      let refusal: unknown;
      const found = await subject.use((exchange) =>
        read(exchange, 'candles').catch((error: unknown) => {
          refusal = error;
          return undefined;
        }),
      );
      await subject.replay.faults([]);
      if (refusal !== undefined) expect(refusal).toBeInstanceOf(DataIntegrityError);
      const rows = found?.rows ?? [];
      const differing =
        truth!.rows.length - rows.filter((row, i) => same(row, truth!.rows[i])).length;
      const howRead = () => {
        if (differing === 0) return 'same';
        return rows.length < truth!.rows.length ? 'fewer' : 'others';
      };
      const seen = refusal !== undefined ? 'refused' : found ? howRead() : 'none';
      expect([kind, seen]).toEqual([kind, FAULTS[kind]]);
      if (seen === 'others') expect(differing).toBe(1);
    }
  });
});

function same(a: object, b: object | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
