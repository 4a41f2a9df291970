import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { Logger } from '@fullcarry/platform/logs/create-logger';

export function logCycle(logger: Logger, report: DeskCycle): void {
  const { number, durationMs, opened, closed, held, warnings } = report;
  logger.info({ number, durationMs, opened, closed, held }, 'Cycle done');
  for (const warning of warnings) logger.warn({ number, warning }, 'Warning of a cycle');
}
