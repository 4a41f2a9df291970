import type { DataProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import { countText } from '../../output/count-text.js';
import { duration } from '../../output/duration.js';

const BAR_CELLS = 24;

/** One line for people: a bar, pairs, rows, rate, time left, and what is waited for. */
export function progressLine(progress: DataProgress): string {
  if (progress.rowsTotal === 0) return progress.reason ?? 'choosing the markets';
  const filled = Math.floor((progress.percent / 100) * BAR_CELLS);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
  const isMoving = progress.state === 'fetching' && progress.rowsDone < progress.rowsTotal;
  return [
    `${bar} ${progress.percent.toFixed(1)} %`,
    `${progress.pairsDone} of ${progress.pairsTotal} pairs`,
    `${countText(progress.rowsDone)} of ${countText(progress.rowsTotal)} rows`,
    isMoving ? `${countText(progress.rowsPerSecond)} rows/s` : undefined,
    isMoving && progress.etaSeconds !== null ? `${duration(progress.etaSeconds)} left` : undefined,
    progress.heldUntilMs === null
      ? undefined
      : `held by the exchange until ${new Date(progress.heldUntilMs).toISOString().slice(11, 19)} UTC`,
    progress.currentSymbol ?? undefined,
    progress.reason ?? undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}
