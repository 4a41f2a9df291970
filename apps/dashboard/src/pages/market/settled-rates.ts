import type { SettledRate } from '@fullcarry/domain/market/funding-statistics';

type Settlement = readonly [settledAtMs: number, rate: string, intervalMinutes: number | null];

/** Settlements as the statistics want them. */
export function settledRates(settlements: readonly Settlement[]): SettledRate[] {
  return settlements.map(([, rate, intervalMinutes]) => ({
    rate: Number(rate),
    hours: intervalMinutes === null ? undefined : intervalMinutes / 60,
  }));
}
