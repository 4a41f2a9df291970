import type { Candle } from '@fullcarry/domain/candle';
import { PermanentError } from '@fullcarry/domain/errors';
import type { Settlement } from '@fullcarry/domain/settlement';
import { holds, type TimeWindow } from '@fullcarry/domain/time-window';
import type { ListingTruth } from '../truth/listing-truth.js';
import { candleStepMs } from '../time-line/time-line.js';
import type { PageFault } from '../time-line/world-event.js';
import type { World } from '../world.js';

/** The candles that a question gets now, ascending. Errors: whatever fails now, by AnswerFaults. */
export function answerCandles(world: World, nativeId: string, window: TimeWindow): Candle[] {
  const { faults } = world;
  const nowMs = world.clock.nowMs;
  return askedListings(world, nativeId).flatMap((truth) => {
    const on = truth.listing.id;
    const failure = faults.failureAt(on, 'candles', nowMs);
    if (failure) throw failure;
    const fromMs = faults.historyFromMs(on, nowMs);
    let rows = truth.candles.given(window, nowMs).filter((row) => row.openAtMs >= fromMs);
    for (const fault of faults.waiting(on, 'candles', nowMs)) {
      if (rows.length === 0 || fault.kind === 'row-given-once') continue;
      faults.hit(fault);
      if (fault.kind === 'bad-answer') {
        const { values } = world.truth.listing(fault.valuesOf);
        rows = rows.map(({ openAtMs }) => values.candle(openAtMs, candleStepMs(world.timeLine), 0));
      } else {
        rows = cutPage(rows, fault);
      }
    }
    return rows;
  });
}

/**
 * The settlements that a question gets now, ascending, as many as fit on a page. Errors: whatever fails
 * now, by AnswerFaults.
 */
export function answerSettlements(
  world: World,
  nativeId: string,
  window: TimeWindow,
): Settlement[] {
  const { settlementsPerPage: most, fullPageHolds: end } = world.timeLine.traits;
  const rows = askedListings(world, nativeId).flatMap((truth) =>
    settlementsOf(world, truth, window),
  );
  return end === 'newest' ? rows.slice(-most) : rows.slice(0, most);
}

function settlementsOf(world: World, truth: ListingTruth, window: TimeWindow): Settlement[] {
  const { faults } = world;
  const nowMs = world.clock.nowMs;
  const on = truth.listing.id;
  const failure = faults.failureAt(on, 'funding', nowMs);
  if (failure) throw failure;
  const { settlementsPerPage: most, fullPageHolds: end } = world.timeLine.traits;
  const had = { ...window, fromMs: Math.max(window.fromMs, faults.historyFromMs(on, nowMs)) };
  let rows = truth.settlements.page(had, nowMs, { most, holds: end });
  for (const fault of faults.waiting(on, 'funding', nowMs)) {
    if (fault.kind === 'row-given-once') {
      const { rowAtMs } = fault;
      const isFull = rows.length === most;
      const [oldest, newest] = [rows[0], rows.at(-1)].map((row) => row?.settledAtMs ?? rowAtMs);
      const reach = {
        fromMs: isFull && end === 'newest' ? (oldest ?? rowAtMs) : had.fromMs,
        toMs: isFull && end === 'oldest' ? (newest ?? rowAtMs) : had.toMs,
      };
      if (!holds(reach, rowAtMs) || rows.some((row) => row.settledAtMs === rowAtMs)) continue;
      const rate = truth.values.rate(rowAtMs, 0);
      rows = [...rows, { settledAtMs: rowAtMs, stampedAtMs: rowAtMs, rate }].sort(
        (a, b) => a.settledAtMs - b.settledAtMs,
      );
    } else if (rows.length === 0) {
      continue;
    } else if (fault.kind === 'bad-answer') {
      const { values } = world.truth.listing(fault.valuesOf);
      rows = rows.map((row) => ({ ...row, rate: values.rate(row.settledAtMs, 0) }));
    } else {
      rows = cutPage(rows, fault);
    }
    faults.hit(fault);
  }
  return rows;
}

/** Both coins of a name that was given twice, in one answer, as exchanges do. */
function askedListings(world: World, nativeId: string): ListingTruth[] {
  const known = world.truth
    .named(nativeId)
    .filter(({ listing }) => listing.listedAtMs <= world.clock.nowMs);
  if (known.length > 0) return known;
  throw new PermanentError('The exchange knows no such market', { nativeId }, { scope: 'request' });
}

function cutPage<Row>(rows: readonly Row[], fault: PageFault): Row[] {
  if (fault.kind === 'page-empty') return [];
  const half = Math.ceil(rows.length / 2);
  // Of one row the half is none.
  if (rows.length === 1) return [];
  return fault.keeps === 'newest' ? rows.slice(-half) : rows.slice(0, half);
}
