import { SERIES_KINDS } from '@fullcarry/domain/series';
import type { Candle } from '@fullcarry/domain/candle';
import type { Settlement } from '@fullcarry/domain/settlement';
import { SETTLEMENTS, CANDLES } from '@fullcarry/domain/completeness/answer/row-kind';
import { DAY_MS, holds, HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Certificate } from '@fullcarry/domain/completeness/proof/certificate';
import { storedCandles, storedSettlements } from '@fullcarry/history/rows/series-rows';
import type { Database } from '@fullcarry/history/database/database';
import type { BoardSeries } from '#fetcher/plan/series-board';
import { candleStepMs } from '../time-line/time-line.js';
import { printInstant } from '../time-line/print-event.js';
import type { TrueSeries } from '../truth/truth.js';
import type { World } from '../world.js';
import {
  FOUND_WITHIN_MS,
  isDoubtful,
  isAnnouncedTooLate,
  isUnheardBeginning,
} from './unhearable.js';

/** What is found wrong, in one line. */
export type Finding = string;

/** Between the readings of a whole series only its last days are read, unless a hand touched its rows. */
const WHOLE_EVERY_MS = DAY_MS;
const LAST_DAYS_MS = 2 * DAY_MS;

/** By how much a pass is behind the world. */
const PASS_LAG_MS = 3 * HOUR_MS;

/** Compares what is proven with what is true. The code under test sees nothing of it. */
export class Referee {
  /** Rows that a hand changed and that were not yet put right, by series id. */
  private readonly touched = new Map<number, Set<number>>();
  /** The certificate of each series that was held against the truth last, by its id. */
  private readonly checked = new Map<number, Certificate>();
  /** When all rows of a series were read last, by its id. */
  private readonly wholeAtMs = new Map<number, number>();

  private readonly stepMs: number;

  constructor(
    private readonly world: World,
    private readonly database: Database,
  ) {
    this.stepMs = candleStepMs(world.timeLine);
  }

  noteTouched(seriesId: number, atMs: number): void {
    const rows = this.touched.get(seriesId) ?? new Set<number>();
    this.touched.set(seriesId, rows.add(atMs));
  }

  /**
   * `isPlanned`: something may have happened since the last pass; else what is proven as before is not read again.
   * `isFinal`: there was time and peace enough for every row to be right.
   */
  async check(
    one: BoardSeries,
    certificate: Certificate | undefined,
    { isPlanned, isFinal }: { readonly isPlanned: boolean; readonly isFinal: boolean },
  ): Promise<Finding[]> {
    const on = this.listingOf(one);
    if (on === undefined) return [];
    const series: TrueSeries = { on, kind: SERIES_KINDS[one.series.key.kind].rows };
    const findings = this.wrongVerdicts(one, series);
    if (certificate?.missing !== 0) {
      if (isFinal) findings.push(`${nameOf(series)} is not proven: ${JSON.stringify(certificate)}`);
      await this.notePutRight(one, series);
      return findings;
    }
    if (!isPlanned && !isFinal && this.checked.get(one.series.id) === certificate) return findings;
    this.checked.set(one.series.id, certificate);
    return [...findings, ...(await this.falseProof(one, series, certificate, isFinal))];
  }

  /** Rows that a hand changed and that are as they were again, also while others keep the series from being proven. */
  private async notePutRight(one: BoardSeries, series: TrueSeries): Promise<void> {
    const touched = this.touched.get(one.series.id);
    if (!touched || touched.size === 0) return;
    const window = { fromMs: Math.min(...touched), toMs: Math.max(...touched) + 1 };
    const stored = await this.stored(one, window);
    for (const { atMs, value } of this.world.truth.rows(series, window, this.world.clock.nowMs)) {
      if (value && stored.get(atMs) === lineOf(value)) touched.delete(atMs);
    }
  }

  private async falseProof(
    one: BoardSeries,
    series: TrueSeries,
    certificate: Certificate,
    isFinal: boolean,
  ): Promise<Finding[]> {
    const nowMs = this.world.clock.nowMs;
    const touched = this.touched.get(one.series.id) ?? new Set<number>();
    const window = this.toRead(one, certificate.window, isFinal || touched.size > 0);
    const stored = await this.stored(one, window);
    const truth = this.world.truth.rows(series, window, nowMs);
    const findings: Finding[] = [];
    for (const row of truth) {
      const line = stored.get(row.atMs);
      stored.delete(row.atMs);
      const value = row.value && lineOf(row.value);
      if (line === value) {
        touched.delete(row.atMs);
        continue;
      }
      const isByHand = touched.has(row.atMs);
      const sinceMs = Math.max(row.valueSinceMs ?? -Infinity, row.statedSinceMs ?? -Infinity);
      const isOld = nowMs - sinceMs > FOUND_WITHIN_MS;
      if (row.isInGrace && !isByHand) continue;
      if (value === undefined) {
        if (isByHand || isFinal)
          findings.push(this.finding(series, row.atMs, 'too many', line, value));
      } else if (line === undefined) {
        if (row.state !== 'due' || touchesListing(one, row.atMs, this.stepMs)) continue;
        if (!isByHand && !isFinal && this.mayBeAbsent(one, series, row.atMs, sinceMs)) continue;
        findings.push(this.finding(series, row.atMs, 'absent', line, value));
      } else if (isByHand || isFinal || isOld) {
        if (!isByHand && !isFinal && row.statedSinceMs === undefined) continue;
        findings.push(this.finding(series, row.atMs, 'altered', line, value));
      }
    }
    for (const [atMs, line] of stored) {
      if (isFinal || touched.has(atMs)) {
        findings.push(this.finding(series, atMs, 'too many', line, undefined));
      }
    }
    return findings;
  }

  private toRead({ series }: BoardSeries, window: TimeWindow, isWhole: boolean): TimeWindow {
    const nowMs = this.world.clock.nowMs;
    const sinceMs = nowMs - (this.wholeAtMs.get(series.id) ?? -Infinity);
    if (!isWhole && sinceMs < WHOLE_EVERY_MS) {
      return { ...window, fromMs: Math.max(window.fromMs, nowMs - LAST_DAYS_MS) };
    }
    this.wholeAtMs.set(series.id, nowMs);
    return window;
  }

  private mayBeAbsent(one: BoardSeries, series: TrueSeries, atMs: number, sinceMs: number) {
    return (
      this.isExcused(one, atMs, sinceMs) ||
      isAnnouncedTooLate(this.world, series, atMs) ||
      isUnheardBeginning(this.world, one, atMs, sinceMs)
    );
  }

  /** A verdict that nothing is there is right until the row comes and the next recheck of it is due. */
  private isExcused({ gaps, claims }: BoardSeries, atMs: number, sinceMs: number): boolean {
    if (claims.some((claim) => claim.rowAtMs === atMs)) return true;
    const gap = gaps.find((known) => holds(known, atMs) && known.status !== 'missing');
    if (!gap) return false;
    const isSeenSince = gap.lastObservedAtMs > sinceMs + PASS_LAG_MS;
    return !isSeenSince && this.world.clock.nowMs - sinceMs < FOUND_WITHIN_MS;
  }

  /** Gaps that say that rows are due where none ever is, although the exchange had announced its schedule. */
  private wrongVerdicts(one: BoardSeries, series: TrueSeries): Finding[] {
    const { truth, timeLine } = this.world;
    // What was announced before anybody listened is not known, and the rows may not tell.
    const heardMs = one.runs[0]?.observedAtMs ?? -Infinity;
    const fromMs = Math.max(timeLine.startMs + DAY_MS, heardMs);
    return one.gaps
      .filter((gap) => gap.observations > 0 && gap.fromMs >= fromMs)
      .filter((gap) => gap.status === 'missing' || gap.status === 'confirmed-empty')
      .filter((gap) => truth.neverDue(series, gap) && !isDoubtful(this.world, series, gap))
      .map(
        (gap) =>
          `${nameOf(series)} ${printInstant(gap.fromMs)} to ${printInstant(gap.toMs)} is called ${gap.status}, but nothing was ever due`,
      );
  }

  private async stored(one: BoardSeries, window: TimeWindow): Promise<Map<number, string>> {
    const { id, key } = one.series;
    if (key.kind === 'candles') {
      const rows = await storedCandles(this.database, id, window);
      return new Map(rows.map((row) => [row.openAtMs, CANDLES.line(row)]));
    }
    const rows = await storedSettlements(this.database, id, window);
    return new Map(rows.map((row) => [row.settledAtMs, SETTLEMENTS.line(row)]));
  }

  private listingOf({ series: { market } }: BoardSeries): string | undefined {
    const { symbol, listedAtMs } = market;
    const all = this.world.truth.named(symbol);
    const { nowMs } = this.world.clock;
    const exact = all.find(({ listing }) => listing.listedAtMs === listedAtMs);
    return (
      (exact ?? (all.length === 1 ? all[0] : undefined))?.listing.id ??
      (all.length > 1 ? undefined : this.world.truth.namedAt(symbol, nowMs)?.listing.id)
    );
  }

  private finding(
    series: TrueSeries,
    atMs: number,
    what: string,
    stored?: string,
    truth?: string,
  ): Finding {
    return `${nameOf(series)} is called proven at ${printInstant(this.world.clock.nowMs)}, but ${printInstant(atMs)} is ${what}: stored ${stored ?? 'nothing'}, true ${truth ?? 'nothing'}`;
  }
}

/** The candle in which trading began may be kept or not. */
function touchesListing(
  { series: { market } }: BoardSeries,
  atMs: number,
  stepMs: number,
): boolean {
  return market.listedAtMs !== undefined && atMs < market.listedAtMs + stepMs;
}

function lineOf(value: Candle | Settlement): string {
  return 'openAtMs' in value ? CANDLES.line(value) : SETTLEMENTS.line(value);
}

function nameOf({ on, kind }: TrueSeries): string {
  return `${kind} of ${on}`;
}
