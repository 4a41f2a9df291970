import { DAY_LETTERS } from '@fullcarry/contracts/http/market/coverage-route';
import { DAY_MS, overlap } from '@fullcarry/domain/time-window';
import type { CoveragePiece } from './coverage-pieces.js';

/**
 * One letter for each of the days from `fromMs` (start of a UTC day) on; a day before a listing is B, one before
 * `lookbackFromMs` (start of a UTC day), where the rows of its kind begin to be kept, is O.
 */
export function dayLetters(
  pieces: readonly CoveragePiece[],
  fromMs: number,
  days: number,
  isDelisted: boolean,
  lookbackFromMs = fromMs,
): string {
  const letters = Array.from({ length: days }, (_, day): string | undefined => {
    const window = { fromMs: fromMs + day * DAY_MS, toMs: fromMs + (day + 1) * DAY_MS };
    const found = new Set<string>(
      pieces.filter((piece) => overlap(piece, window)).map((piece) => DAY_LETTERS[piece.status]),
    );
    return Object.values<string>(DAY_LETTERS).find((letter) => found.has(letter));
  });
  // Nothing is due before the market was listed and after it was delisted; on a new day not yet.
  const firstKnown = letters.findIndex((letter) => letter !== undefined);
  const lastKnown = letters.findLastIndex((letter) => letter !== undefined);
  const afterwards = isDelisted ? 'A' : (letters[lastKnown] ?? 'B');
  return letters
    .map((letter, day) => {
      if (letter !== undefined) return letter;
      if (fromMs + day * DAY_MS < lookbackFromMs) return DAY_LETTERS['not-collected'];
      return day < firstKnown || firstKnown < 0 ? 'B' : afterwards;
    })
    .join('');
}
