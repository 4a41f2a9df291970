import { DAY_LETTERS } from '@fullcarry/contracts/http/coverage-route';
import { DAY_MS, overlap } from '@fullcarry/domain/time-window';
import type { CoveragePiece } from './coverage-pieces.js';

/** One letter for each of the days from `fromMs` (start of a UTC day) on; a day before a listing is B. */
export function dayLetters(pieces: readonly CoveragePiece[], fromMs: number, days: number): string {
  const letters = Array.from({ length: days }, (_, day) => {
    const window = { fromMs: fromMs + day * DAY_MS, toMs: fromMs + (day + 1) * DAY_MS };
    const found = new Set(
      pieces.filter((piece) => overlap(piece, window)).map((piece) => DAY_LETTERS[piece.status]),
    );
    return Object.values(DAY_LETTERS).find((letter) => found.has(letter));
  });
  const firstKnown = letters.findIndex((letter) => letter !== undefined);
  // Nothing is due before the market was listed, nor after it was delisted.
  return letters
    .map((letter, day) => letter ?? (day < firstKnown || firstKnown < 0 ? 'B' : 'A'))
    .join('');
}
