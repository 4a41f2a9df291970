/** The index of the first row whose time is at or after `instantMs`, in ascending rows. */
export function firstAtOrAfter<T>(
  rows: readonly T[],
  timeOf: (row: T) => number,
  instantMs: number,
): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row !== undefined && timeOf(row) < instantMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
