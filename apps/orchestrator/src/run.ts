import { createLogger } from '@fullcarry/platform/logs/create-logger';
import { readSettings } from '@fullcarry/platform/settings/read-settings';
import { runService } from '@fullcarry/platform/service/run-service';
import { orchestratorConfig } from './config.js';
import type { EmergencySignal } from './modes/emergency-signal.js';
import { startOrchestrator } from './start-orchestrator.js';

/** After the last closing: what is published, given back and closed. */
const LONGEST_REST_MS = 4_500;

export async function run(emergency: EmergencySignal): Promise<void> {
  const config = readSettings(
    {
      name: 'orchestrator',
      does: 'waits for proven data, then runs the carry desk on paper money.',
    },
    orchestratorConfig,
  );
  const logger = createLogger({
    service: 'orchestrator',
    level: config.LOG_LEVEL,
    format: config.LOG_FORMAT,
  });
  await runService(
    logger,
    (stopping) => startOrchestrator(config, logger, emergency, stopping),
    config.CLOSE_ON_SHUTDOWN ? config.SHUTDOWN_SECONDS * 1_000 + LONGEST_REST_MS : undefined,
  );
}
