import { stopFromOutside } from '@fullcarry/history/desk/desk-mode-rows';
import type { ClosedAll } from '../trade/close-all.js';
import type { Desk } from '../desk/desk.js';
import type { DeskParts } from '../desk/desk-parts.js';

/** A closing asks for the prices, for each leg's price and for the time: so many answers after each other. */
const LONGEST_CALLS = 3;

/** Stops and closes all that is held; before the desk is open the stop is written, and done as soon as it is. */
export async function stopInEmergency(
  { emergency, logger, alerts, database, exchange, instance }: DeskParts,
  desk: Desk | undefined,
  reason: string,
): Promise<ClosedAll> {
  emergency.reason = reason;
  if (!desk) {
    await stopFromOutside(database, { exchange: exchange.id, instance, atMs: Date.now() }, reason);
    logger.warn({ reason }, 'Emergency stop: as soon as the desk is open');
    return { closed: [], failed: [] };
  }
  const before = desk.view().positions.map(({ symbol }) => symbol);
  const { failed } = await desk.emergencyStop(reason);
  const left = new Set(desk.view().positions.map(({ symbol }) => symbol));
  // The cycle in hand may have closed some of them before the stop had its turn.
  const result = { closed: before.filter((symbol) => !left.has(symbol)), failed };
  emergency.reason = undefined;
  logger.warn({ reason, ...result }, 'Emergency stop: no trade until the desk is started again');
  alerts.emergencyStop(reason, { ...result });
  return result;
}

/** Closes all that is held before the process ends, where that is wanted (CLOSE_ON_SHUTDOWN). */
export async function closeOnShutdown(
  { config, logger }: Pick<DeskParts, 'config' | 'logger'>,
  desk: Desk,
  reason: string,
): Promise<void> {
  if (!config.CLOSE_ON_SHUTDOWN) return;
  const longestMs = LONGEST_CALLS * config.REQUEST_TIMEOUT_MS;
  const beginUntilMs = performance.now() + config.SHUTDOWN_SECONDS * 1_000 - longestMs;
  const result = await desk.closeBeforeTheEnd(reason, beginUntilMs);
  logger.info({ ...result }, 'Positions closed before the stop');
}
