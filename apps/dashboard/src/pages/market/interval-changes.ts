/** A change of the time between two settlements. */
export interface IntervalChange {
  readonly atMs: number;
  readonly fromMinutes: number;
  readonly toMinutes: number;
}

/** Where the interval became another one; steps that are not known change nothing. */
export function intervalChanges(
  settlements: readonly (readonly [atMs: number, rate: string, intervalMinutes: number | null])[],
): IntervalChange[] {
  const changes: IntervalChange[] = [];
  let fromMinutes: number | undefined;
  for (const [atMs, , toMinutes] of settlements) {
    if (toMinutes === null) continue;
    if (fromMinutes !== undefined && fromMinutes !== toMinutes) {
      changes.push({ atMs, fromMinutes, toMinutes });
    }
    fromMinutes = toMinutes;
  }
  return changes;
}
