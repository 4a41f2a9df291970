import { HOUR_MS } from '@fullcarry/domain/time-window';
import {
  NO_SIGNALS,
  priceStep,
  settledStep,
  signalValues,
  type MarketSignals,
} from '@fullcarry/domain/signal/market-signals';
import type { PriceRow, SettledRow } from '@fullcarry/domain/signal/signal-row';
import { spreadOf, spreadStep, type VenueSpread } from '@fullcarry/domain/signal/venue-spread';
import {
  HAS_RECORDINGS,
  recordedRows,
  rowsOf,
  WITHOUT_RECORDINGS,
} from '@fullcarry/testing/real-recordings';
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

type Row = Readonly<Record<string, string>>;

const referenceCase = z.object({
  market: z.string(),
  expected: z.array(z.looseObject({ after: z.int() })),
});

/** What signal-reference.py made of the same rows. */
const REFERENCE = z
  .object({
    funding: z.array(referenceCase),
    candles: z.array(referenceCase),
    legs: z.array(referenceCase),
    spread: z.array(z.object({ atMs: z.int(), venueSpread: z.number() })),
  })
  .parse(JSON.parse(readFileSync(new URL('signal-reference.json', import.meta.url), 'utf8')));

function projectRows(folder: string, market: string): readonly Row[] {
  const [venue = '', symbol = ''] = market.split(' ');
  const path = `../../../replay-exchange/recordings/${venue}/${folder}/${symbol}.csv.gz`;
  return rowsOf(fileURLToPath(new URL(path, import.meta.url)));
}

function settledRows(rows: readonly Row[]): SettledRow[] {
  const all = rows.map((row) => Object.values(row));
  const stamps = all.map(([stamp]) => Math.round(Number(stamp) / HOUR_MS) * HOUR_MS);
  return all.slice(1).map((row, i) => ({
    settledAtMs: stamps[i + 1] ?? NaN,
    rate: Number(row.at(-1)),
    hours: ((stamps[i + 1] ?? NaN) - (stamps[i] ?? NaN)) / HOUR_MS,
  }));
}

function priceRows(perp: readonly Row[], spot: readonly Row[] | undefined): PriceRow[] {
  const closes = new Map(spot?.map((row) => [row['timestamp'], Number(row['close'])]));
  return perp.map((row) => ({
    closedAtMs: Number(row['timestamp']) + HOUR_MS,
    short: Number(row['close']),
    long: spot ? closes.get(row['timestamp']) : Number(row['open']),
    turnoverUsdt: Number(row['volume']) * Number(row['close']),
  }));
}

function expectReference<Each>(
  { expected }: z.output<typeof referenceCase>,
  rows: readonly Each[],
  step: (before: MarketSignals, row: Each) => MarketSignals,
): void {
  let signals = NO_SIGNALS;
  const wanted = new Map(expected.map((one) => [one.after, one]));
  let compared = 0;
  for (const [i, row] of rows.entries()) {
    signals = step(signals, row);
    const { after, ...reference } = wanted.get(i) ?? { after: undefined };
    if (after === undefined) continue;
    const values = new Map<string, unknown>(Object.entries(signalValues(signals)));
    for (const [name, value] of Object.entries(reference)) {
      expectNear(values.get(name), value, `${name} after ${i}`);
      compared += 1;
    }
  }
  expect(compared).toBe(expected.reduce((sum, one) => sum + Object.keys(one).length - 1, 0));
}

function expectNear(value: unknown, reference: unknown, name: string): void {
  if (typeof value !== 'number' || typeof reference !== 'number') {
    expect([name, value ?? null]).toEqual([name, reference]);
    return;
  }
  const scale = Math.max(Math.abs(reference), 1e-9);
  expect([name, Math.abs(value - reference) / scale < 1e-9, value]).toEqual([name, true, value]);
}

describe('signals, step by step, equal what their formulas say of all rows at once, to 1e-9', () => {
  it.each(REFERENCE.funding)('over the settlements of $market', (one) => {
    expectReference(one, settledRows(projectRows('funding', one.market)), settledStep);
  });

  it.each(REFERENCE.candles)('over the hours of $market', (one) => {
    expectReference(one, priceRows(projectRows('1h', one.market), undefined), priceStep);
  });

  it('over two streams of settlements', () => {
    const own = settledRows(projectRows('funding', 'bybit DOGEUSDT'));
    const other = settledRows(projectRows('funding', 'bybit XRPUSDT'));
    const fromMs = Math.max(own[0]?.settledAtMs ?? NaN, other[0]?.settledAtMs ?? NaN);
    let spread: VenueSpread | undefined;
    let compared = 0;
    for (const row of own.filter(({ settledAtMs }) => settledAtMs >= fromMs)) {
      spread = spreadStep(spread, 'own', row);
      const same = other.find(({ settledAtMs }) => settledAtMs === row.settledAtMs);
      if (same) spread = spreadStep(spread, 'other', same);
      const reference = REFERENCE.spread.find(({ atMs }) => atMs === row.settledAtMs);
      if (!reference) continue;
      expectNear(spreadOf(spread, 'own'), reference.venueSpread, 'venueSpread');
      compared += 1;
    }
    expect(compared).toBe(REFERENCE.spread.length);
  });
});

const describeRecorded = HAS_RECORDINGS ? describe : describe.skip;

describeRecorded(`of both legs${HAS_RECORDINGS ? '' : ` (${WITHOUT_RECORDINGS})`}`, () => {
  it.each(REFERENCE.legs)('over the hours of $market and its spot', (one) => {
    const rows = priceRows(recordedRows('1h', one.market), recordedRows('spot-1h', one.market));
    expectReference(one, rows, priceStep);
  });
});
