import { cursorAfter } from '../bybit/instruments-info.js';
import { answerFault, type Fault } from './fault.js';

/** The lists of markets contradict themselves or each other. */
export const LISTING_FAULTS: readonly Fault[] = [
  answerFault(
    'cursor-loop',
    'A cursor that leads back to the page it came with: who follows it to the end never ends.',
    ({ answer, query }) => {
      if (answer.kind !== 'instruments' || answer.list.length === 0) return undefined;
      return { ...answer, nextPageCursor: query['cursor'] ?? cursorAfter('') };
    },
  ),
  answerFault(
    'unlisted-ticker',
    'A market that is being prepared: the tickers know it before the instruments do, with a turnover that would rank first.',
    ({ answer }) => {
      if (answer.kind !== 'tickers') return undefined;
      const largest = [...answer.list].sort(
        (a, b) => Number(b.turnover24h) - Number(a.turnover24h),
      )[0];
      return largest && { ...answer, list: [...answer.list, { ...largest, symbol: 'SOONUSDT' }] };
    },
  ),
];
