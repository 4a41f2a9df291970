import { OLD_AFTER_POLLS } from '@fullcarry/contracts/facts/market-rates-v1';
import type { CurrentRates } from '@fullcarry/contracts/http/market/rates-route';
import type { Bus } from '@fullcarry/platform/bus/bus';
import type { FactBoard } from '../facts/fact-board.js';

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
  const isOld = ageMs > OLD_AFTER_POLLS * rates.fact.pollSeconds * 1000;
  return { rates: rates.fact, stale: isOld || !bus?.connected };
}
