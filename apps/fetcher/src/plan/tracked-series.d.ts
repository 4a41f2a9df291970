import { type AnnouncedRun } from '@fullcarry/domain/completeness/schedule/announced-schedule';
import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import { type SeriesState } from '@fullcarry/domain/completeness/plan';
import { type TimeWindow } from '@fullcarry/domain/time-window';
import { type StoredSeries } from '@fullcarry/history/markets/stored-series';
/** One tracked series with what is wanted of it and what is known. */
export interface TrackedSeries extends SeriesState {
    readonly series: StoredSeries;
    /** What the exchange announced of its settlements; none of candles. */
    readonly runs: readonly AnnouncedRun[];
    /** The grid step of candles; of funding the interval in force now, for estimates only. */
    readonly stepMs: number;
    /** Where the exchange keeps rows for a while only: what is older can't be read a second time. */
    readonly readableFromMs?: number;
}
/** What is wanted of a series at the exchange's time `nowMs`. */
export declare function wantedOf(series: StoredSeries, nowMs: number, lookbackDays: number, runs: readonly AnnouncedRun[]): {
    wanted: TimeWindow;
    stepMs: number;
};
/**
 * Since when the series is behind: a row was due then, its grace is over, and nobody has asked for it with success
 * yet. Undefined while it is not behind. By the exchange's time.
 */
export declare function behindSinceMs(tracked: TrackedSeries, nowMs: number): number | undefined;
/** Rows wanted and rows covered, for progress; of funding an estimate by the interval in force. */
export declare function rowProgress(tracked: TrackedSeries): {
    done: number;
    total: number;
};
/** How many rows of what is wanted were not asked for with success yet; an estimate for funding. */
export declare function rowsToAsk(tracked: TrackedSeries): number;
/** The gaps that keep a series from being proven. */
export declare function openGaps(tracked: TrackedSeries): Gap[];
//# sourceMappingURL=tracked-series.d.ts.map