import { HOUR_MS, MINUTE_MS } from '../clock/durations.js';
import type { Answer, CandleRow } from '../api/answer.js';
import { decimalsOf, fromUnits, toUnits } from '../market/prices/decimal-units.js';
import { answerFault, type Call, type Fault } from './fault.js';

/** After this, what an exchange says about a row is final. In replay time. */
const FRESH_MS = 10 * MINUTE_MS;

/** Rows that became due a few minutes ago and are not settled in every replica. */
export const FRESH_ROW_FAULTS: readonly Fault[] = [
  answerFault(
    'late-candle',
    'The newest closed candle reaches some replicas minutes after its close.',
    ({ answer, nowMs }) => {
      const late = freshCandle(answer, nowMs);
      if (answer.kind !== 'candles' || !late) return undefined;
      return { ...answer, rows: answer.rows.filter((row) => row !== late) };
    },
  ),
  answerFault(
    'revised-candle',
    'The newest closed candle is provisional until the last trades are counted: volume and close are not final.',
    ({ answer, nowMs }) => {
      const fresh = freshCandle(answer, nowMs);
      const provisional = fresh && provisionalOf(fresh);
      if (answer.kind !== 'candles' || !provisional) return undefined;
      return { ...answer, rows: answer.rows.map((row) => (row === fresh ? provisional : row)) };
    },
  ),
  answerFault(
    'late-settlement',
    'The newest settlement reaches some replicas minutes after it was charged.',
    ({ answer, nowMs }) => {
      if (answer.kind !== 'settlements') return undefined;
      const rows = answer.rows.filter((row) => row.stampMs <= nowMs - FRESH_MS);
      return rows.length < answer.rows.length ? { ...answer, rows } : undefined;
    },
  ),
];

function freshCandle(answer: Answer, nowMs: Call['nowMs']): CandleRow | undefined {
  if (answer.kind !== 'candles') return undefined;
  return answer.rows.find((row) => {
    const closedAtMs = row.openAtMs + HOUR_MS;
    return closedAtMs <= nowMs && closedAtMs > nowMs - FRESH_MS;
  });
}

/** A little less volume and a close half way to the open: still a valid candle, and not the final one. */
function provisionalOf(row: CandleRow): CandleRow | undefined {
  const { open, close, volume } = row;
  const decimals = Math.max(decimalsOf(open), decimalsOf(close));
  const early = Math.trunc((toUnits(open, decimals) + toUnits(close, decimals)) / 2);
  const volumeDecimals = decimalsOf(volume);
  const counted = Math.floor(toUnits(volume, volumeDecimals) * 0.99);
  const provisional = fromUnits(counted, volumeDecimals);
  if (provisional === volume) return undefined;
  return { ...row, close: fromUnits(early, decimals), volume: provisional };
}
