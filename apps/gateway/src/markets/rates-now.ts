import type { CurrentRates } from '@fullcarry/contracts/http/market/rates-route';
import type { Bus } from '@fullcarry/platform/bus/bus';
import type { FactBoard } from '../facts/fact-board.js';

/** Polls that may be missed before rates are too old to be called current. */
const MOST_MISSED_POLLS = 3;

/** The rates as last polled, and whether they are still current. */
export function ratesNow({
  facts,
  bus,
}: {
  readonly facts: FactBoard;
  readonly bus: Bus | undefined;
}): CurrentRates {
  const { rates } = facts.latest;
  if (!rates) return { rates: null, stale: true };
  const ageMs = Date.now() - rates.heardAtMs;
  const isOld = ageMs > MOST_MISSED_POLLS * rates.fact.pollSeconds * 1000;
  return { rates: rates.fact, stale: isOld || !bus?.connected };
}
