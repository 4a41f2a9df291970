import type { Lifetime } from '@fullcarry/domain/completeness/schedule/look-back';
import type { Market } from '@fullcarry/domain/market/market';
import type { TimeWindow } from '@fullcarry/domain/time-window';

/** What the exchange showed: checked rows in ascending order, all that it has in the window that was asked for. */
export interface WindowReading<Row> {
  readonly asked: TimeWindow;
  readonly rows: readonly Row[];
}

/** A market, its life as far as it is known, and the end of what existed when the window was planned. */
export interface KnownMarket extends Market, Lifetime {
  readonly endMs: number;
}

/** How many answers may disagree before the window goes back to the queue. */
const MOST_READINGS = 6;

/**
 * Reads until an answer leaves nothing open, or two in a row are the same: an empty or short page is a
 * claim, and is asked for again before it is believed.
 *
 * Returns the last answer; undefined when no two agreed.
 */
export async function agreedReading<Answer>(
  read: () => Promise<Answer>,
  isWhole: (answer: Answer) => boolean,
): Promise<Answer | undefined> {
  let before: string | undefined;
  for (let readings = 1; readings <= MOST_READINGS; readings += 1) {
    const answer = await read();
    if (isWhole(answer)) return answer;
    const now = JSON.stringify(answer);
    if (now === before) return answer;
    before = now;
  }
  return undefined;
}
