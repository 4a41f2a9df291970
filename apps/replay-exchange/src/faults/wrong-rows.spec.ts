import { beforeAll, describe, expect, it } from '@jest/globals';
import { textOf } from '../http/raw-get.fixture.js';
import { BYBIT_API } from '../bybit/bybit-api.js';
import { faultsOf } from './fault-catalog.js';
import { FOREIGN_ROW_FAULTS } from './foreign-row-faults.js';
import { FRESH_ROW_FAULTS } from './fresh-row-faults.js';
import { FRESH_MS, QUESTIONS, strike } from './fault-drill.fixture.js';
import { LISTING_FAULTS } from './listing-faults.js';
import { PAGE_FAULTS } from './page-faults.js';
import { VALUE_FAULTS } from './value-faults.js';

const HOUR_MS = 3_600_000;
const NEWEST_CLOSED = String(Date.parse('2026-09-01T15:00:00Z'));
const NEWEST_SETTLED = String(Date.parse('2026-09-01T16:00:00Z'));

interface Row {
  readonly atMs: number;
  readonly text: string;
  readonly symbol: string;
  readonly row: readonly string[] & Readonly<Record<string, string>>;
}
interface Page {
  readonly rows: readonly Row[];
  readonly nextPageCursor: string;
  readonly category: string;
}
type Question = keyof typeof QUESTIONS;

/** Rows that look alike whatever the endpoint; the candle that is still open is left out of `text`. */
async function page(kind: string, question: Question, nowMs = FRESH_MS): Promise<Page> {
  const { raw, injected } = await strike(kind, QUESTIONS[question], { nowMs });
  if (kind !== 'none') expect(injected).toBe(kind);
  const { result } = JSON.parse(textOf(raw)) as {
    result: { list: Row['row'][]; nextPageCursor: string; category: string; symbol?: string };
  };
  const rows = result.list.map((row) => ({
    atMs: Number(row[0] ?? row['fundingRateTimestamp']),
    text: JSON.stringify(row),
    symbol: row['symbol'] ?? result.symbol ?? '',
    row,
  }));
  return {
    ...result,
    rows: rows.filter(({ atMs }) => !(atMs + HOUR_MS > FRESH_MS && rows[0]?.row[1])),
  };
}

const truth = new Map<Question, Page>();
beforeAll(async () => {
  for (const question of ['instruments', 'tickers', 'kline', 'funding'] as const) {
    truth.set(question, await page('none', question));
  }
});

function trueRows(question: Question): readonly Row[] {
  return truth.get(question)?.rows ?? [];
}
function texts(rows: readonly Row[]): string[] {
  return rows.map((row) => row.text);
}
function lacking(rows: readonly Row[], question: Question): Row[] {
  return trueRows(question).filter((row) => !texts(rows).includes(row.text));
}
function foreign(rows: readonly Row[], question: Question): Row[] {
  return rows.filter((row) => !texts(trueRows(question)).includes(row.text));
}

/** What each fault does to the true rows of each endpoint that it can strike. */
const DONE: Readonly<
  Record<string, Partial<Record<Question, (rows: readonly Row[], page: Page) => void>>>
> = {
  'empty-list': {
    kline: (rows) => expect(rows).toEqual([]),
    funding: (rows) => expect(rows).toEqual([]),
    instruments: (rows) => expect(rows).toEqual([]),
    tickers: (rows) => expect(rows).toEqual([]),
  },
  'short-page': {
    kline: (rows) => expectNewestHalf(rows, 'kline'),
    funding: (rows) => expectNewestHalf(rows, 'funding'),
  },
  'duplicate-row': {
    kline: (rows) => expect(new Set(texts(rows)).size).toBe(rows.length - 1),
    funding: (rows) => expect(new Set(texts(rows)).size).toBe(rows.length - 1),
  },
  'shuffled-rows': {
    kline: (rows) => expectOtherOrder(rows, 'kline'),
    funding: (rows) => expectOtherOrder(rows, 'funding'),
  },
  'missing-hour': { kline: (rows) => expect(lacking(rows, 'kline')).toHaveLength(1) },
  'missing-settlement': { funding: (rows) => expect(lacking(rows, 'funding')).toHaveLength(1) },
  'overlapping-row': {
    kline: (rows) => expectOneMore(rows, 'kline', (atMs, oldestMs) => atMs === oldestMs - HOUR_MS),
    funding: (rows) =>
      expectOneMore(rows, 'funding', (atMs, oldestMs) => atMs === oldestMs - 8 * HOUR_MS),
  },
  'row-outside-window': {
    kline: (rows) =>
      expectOneMore(rows, 'kline', (atMs, oldestMs) => atMs < oldestMs - 29 * 24 * HOUR_MS),
    funding: (rows) =>
      expectOneMore(rows, 'funding', (atMs, oldestMs) => atMs < oldestMs - 29 * 24 * HOUR_MS),
  },
  'wrong-symbol': {
    kline: (rows) => expect(new Set(rows.map((row) => row.symbol))).toEqual(new Set(['ETHUSDT'])),
    funding: (rows) => expect(new Set(rows.map((row) => row.symbol))).toEqual(new Set(['ETHUSDT'])),
  },
  'rate-empty': {
    funding: (rows) =>
      expect(foreign(rows, 'funding').map((one) => one.row['fundingRate'])).toEqual(['']),
  },
  'rate-not-a-number': {
    funding: (rows) =>
      expect(foreign(rows, 'funding').map((one) => one.row['fundingRate'])).toEqual(['abc']),
  },
  'price-nan': {
    kline: (rows) => expect(foreign(rows, 'kline').map((one) => one.row[4])).toEqual(['NaN']),
  },
  'ohlc-violated': {
    kline: (rows) => {
      const [struck] = foreign(rows, 'kline');
      expect(Number(struck?.row[3])).toBeGreaterThan(Number(struck?.row[2]));
    },
  },
  'late-candle': {
    kline: (rows) =>
      expect(lacking(rows, 'kline').map((one) => one.row[0])).toEqual([NEWEST_CLOSED]),
  },
  'revised-candle': {
    kline: (rows) => {
      const [provisional] = foreign(rows, 'kline');
      expect(foreign(rows, 'kline')).toHaveLength(1);
      expect(provisional?.row[0]).toBe(NEWEST_CLOSED);
      const [, open, high, low, close] = (provisional?.row ?? []).map(Number);
      expect(low).toBeLessThanOrEqual(Math.min(open ?? 0, close ?? 0));
      expect(high).toBeGreaterThanOrEqual(Math.max(open ?? 0, close ?? 0));
    },
  },
  'late-settlement': {
    funding: (rows) =>
      expect(lacking(rows, 'funding').map((one) => one.row['fundingRateTimestamp'])).toEqual([
        NEWEST_SETTLED,
      ]),
  },
  'cursor-loop': {
    instruments: (_, { nextPageCursor }) => expect(nextPageCursor).toBe('last%3D'),
  },
  'blank-row': {
    instruments: (rows) => expect(blanks(rows, 'status')).toBe(1),
    tickers: (rows) => expect(blanks(rows, 'lastPrice')).toBe(1),
  },
  'unlisted-ticker': {
    tickers: (rows) => expect(rows.map((one) => one.symbol)).toContain('SOONUSDT'),
  },
};

function blanks(rows: readonly Row[], field: string): number {
  return rows.filter(({ row, symbol }) => row[field] === '' && symbol !== '').length;
}

describe('a fault in the rows', () => {
  const cases = Object.entries(DONE).flatMap(([kind, byQuestion]) =>
    Object.entries(byQuestion).map(([question, check]) => ({
      kind,
      question: question as Question,
      check,
    })),
  );

  it.each(cases)('$kind does to $question what it says', async ({ kind, question, check }) => {
    const struck = await page(kind, question);
    check(struck.rows, struck);
  });

  it.each(['late-candle', 'revised-candle', 'late-settlement'])(
    '%s leaves rows alone that have been final for ten minutes',
    async (kind) => {
      const question = kind === 'late-settlement' ? 'funding' : 'kline';
      const later = { nowMs: FRESH_MS + 6 * 60_000 };
      expect((await strike(kind, QUESTIONS[question], later)).injected).toBeNull();
    },
  );

  it('is checked for every kind', () => {
    const groups = [
      PAGE_FAULTS,
      FOREIGN_ROW_FAULTS,
      VALUE_FAULTS,
      FRESH_ROW_FAULTS,
      LISTING_FAULTS,
    ];
    const kinds = groups.flat().map(({ kind }) => kind);
    expect(Object.keys(DONE).sort()).toEqual(kinds.sort());
    expect(faultsOf(BYBIT_API).size).toBe(kinds.length + 31);
  });
});

function expectNewestHalf(rows: readonly Row[], question: Question) {
  const whole = texts(trueRows(question));
  expect(texts(rows)).toEqual(whole.slice(0, rows.length));
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(whole.length);
}

function expectOtherOrder(rows: readonly Row[], question: Question) {
  expect(texts(rows)).not.toEqual(texts(trueRows(question)));
  expect(texts(rows).sort()).toEqual(texts(trueRows(question)).sort());
}

function expectOneMore(
  rows: readonly Row[],
  question: Question,
  isThere: (atMs: number, oldestMs: number) => boolean,
) {
  const more = foreign(rows, question);
  expect(lacking(rows, question)).toEqual([]);
  expect(more).toHaveLength(1);
  expect(isThere(more[0]?.atMs ?? 0, trueRows(question).at(-1)?.atMs ?? 0)).toBe(true);
}
