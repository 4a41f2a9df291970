import { answerFault, type Fault } from './fault.js';

/** The lists of markets contradict themselves or each other. */
export const LISTING_FAULTS: readonly Fault[] = [
  answerFault(
    'cursor-loop',
    'A cursor that leads back to the page it came with: who follows it to the end never ends.',
    ({ answer }) => {
      if (answer.kind !== 'instruments' || answer.rows.length === 0) return undefined;
      return answer.writeLooping && { ...answer, write: answer.writeLooping };
    },
  ),
  answerFault(
    'unlisted-ticker',
    'A market that is being prepared: the tickers know it before the instruments do, with a turnover that would rank first.',
    ({ answer, unlistedSymbol }) => {
      if (answer.kind !== 'tickers') return undefined;
      const largest = [...answer.rows].sort((a, b) => b.turnover - a.turnover)[0];
      const unlisted = largest && { ...largest, symbol: unlistedSymbol };
      return unlisted && { ...answer, rows: [...answer.rows, unlisted] };
    },
  ),
];
