import type { Scenario } from '../market/scenario.js';
import type { ServedApi } from '../served-api.js';

/**
 * Plays a scenario on every API that lists its markets.
 * Errors: RangeError for a market that none of them lists, which would else be a drill of nothing.
 */
export function playScenario(apis: readonly ServedApi[], scenario: Scenario): void {
  for (const { symbol } of [...scenario.lacking, ...scenario.revisions, ...scenario.delist]) {
    if (!apis.some(({ board }) => board.knows(symbol))) {
      throw new RangeError(`${symbol} is not in this replay`);
    }
  }
  for (const symbol of scenario.haltSpot) {
    if (!apis.some(({ board }) => board.getSpot(symbol))) {
      throw new RangeError(`No spot market ${symbol} is in this replay`);
    }
  }
  for (const { board } of apis) board.playScenario(scenario);
}
