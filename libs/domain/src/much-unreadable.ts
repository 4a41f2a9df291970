/** Beyond both of these an answer is refused: more than a few rows of it, and more than a tenth. */
export const MOST_UNREADABLE = { rows: 3, share: 0.1 } as const;

/** Whether so many rows of an answer can't be read that none of it is believed: `MOST_UNREADABLE`, or all. */
export function isMuchUnreadable(unreadable: number, rows: number): boolean {
  const isMany = unreadable > MOST_UNREADABLE.rows && unreadable > rows * MOST_UNREADABLE.share;
  return unreadable > 0 && (isMany || unreadable === rows);
}
