import { DAY_LETTERS } from '@fullcarry/contracts/http/market/coverage-route';
import { DAY_MS, overlap } from '@fullcarry/domain/time-window';
import type { CoveragePiece } from './coverage-pieces.js';

/** One letter for each of the days from `fromMs` (start of a UTC day) on; a day before a listing is B. */
export function dayLetters(
  pieces: readonly CoveragePiece[],
  fromMs: number,
  days: number,
  isDelisted: boolean,
): string {
  const letters = Array.from({ length: days }, (_, day) => {
    const window = { fromMs: fromMs + day * DAY_MS, toMs: fromMs + (day + 1) * DAY_MS };
    const found = new Set(
      pieces.filter((piece) => overlap(piece, window)).map((piece) => DAY_LETTERS[piece.status]),
    );
    return Object.values(DAY_LETTERS).find((letter) => found.has(letter));
  });
  // Nothing is due before the market was listed and after it was delisted; on a new day not yet.
  const firstKnown = letters.findIndex((letter) => letter !== undefined);
  const lastKnown = letters.findLastIndex((letter) => letter !== undefined);
  const afterwards = isDelisted ? 'A' : (letters[lastKnown] ?? 'B');
  return letters
    .map((letter, day) => letter ?? (day < firstKnown || firstKnown < 0 ? 'B' : afterwards))
    .join('');
}
