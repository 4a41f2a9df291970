import type { ChartedHistory } from '../charted-history.js';

/** What was settled within one step of the chart: one settlement, or the sum of several where the step is long. */
export interface FundingSlot {
  readonly atMs: number;
  /** Σ rate, a fraction of notional. */
  readonly rate: number;
  readonly settlements: number;
  /** 8,760 · Σ rate / Σ hours; undefined where a step is not proven. */
  readonly yearly: number | undefined;
}

const YEAR_HOURS = 8_760;

/** The settlements on the grid of the candles, ascending. */
export function fundingSlots(
  settlements: ChartedHistory['funding']['settlements'],
  stepMs: number,
): FundingSlot[] {
  const slots = new Map<number, { rate: number; settlements: number; hours: number }>();
  for (const [settledAtMs, rate, intervalMinutes] of settlements) {
    const atMs = Math.floor(settledAtMs / stepMs) * stepMs;
    const slot = slots.get(atMs) ?? { rate: 0, settlements: 0, hours: 0 };
    slots.set(atMs, {
      rate: slot.rate + Number(rate),
      settlements: slot.settlements + 1,
      hours: slot.hours + (intervalMinutes === null ? Number.NaN : intervalMinutes / 60),
    });
  }
  return [...slots]
    .map(([atMs, { rate, settlements: count, hours }]) => ({
      atMs,
      rate,
      settlements: count,
      yearly: Number.isNaN(hours) ? undefined : (YEAR_HOURS * rate) / hours,
    }))
    .sort((a, b) => a.atMs - b.atMs);
}

/** What a short of notional 1 would have been paid since `fromMs`: Σ rate, not compounded, before costs. */
export function cumulative(
  slots: readonly FundingSlot[],
  fromMs: number,
): { readonly atMs: number; readonly sum: number }[] {
  let sum = 0;
  return slots
    .filter(({ atMs }) => atMs >= fromMs)
    .map(({ atMs, rate }) => ({ atMs, sum: (sum += rate) }));
}
