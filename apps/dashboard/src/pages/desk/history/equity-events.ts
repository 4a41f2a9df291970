import type { JournalEntry } from '@fullcarry/contracts/http/desk/journal-route';
import type { EquityEvent } from '../../../chart/equity-marks.js';
import { journalText } from './journal-text.js';

/** Trades, stops and settings of a journal as marks of the curve, ascending; orders are too many. */
export function equityEvents(entries: readonly JournalEntry[]): EquityEvent[] {
  return entries
    .flatMap((entry): EquityEvent[] => {
      const { badge, text } = journalText(entry);
      const about = { atMs: entry.atMs, text: `${badge} ${text}` };
      switch (entry.kind) {
        case 'trade':
          return entry.change === 'opened'
            ? [{ ...about, shape: 'arrowUp', isGood: true }]
            : [{ ...about, shape: 'arrowDown', isGood: !(entry.pnlUsdt ?? '').startsWith('-') }];
        case 'mode':
          return [{ ...about, shape: 'square', isGood: entry.mode === 'running' }];
        case 'settings':
          return [{ ...about, shape: 'square', isGood: true }];
        default:
          return [];
      }
    })
    .sort((a, b) => a.atMs - b.atMs);
}
