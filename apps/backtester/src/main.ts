import { createLogger } from '@fullcarry/platform/logs/create-logger';
import { readSettings } from '@fullcarry/platform/settings/read-settings';
import { runService } from '@fullcarry/platform/service/run-service';
import { constants, setPriority } from 'node:os';
import { backtesterConfig } from './config.js';
import { startBacktester } from './start-backtester.js';

// It uses every core for as long as there is something to run: whoever trades or fetches beside it comes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const config = readSettings(
  {
    name: 'backtester',
    does: 'plays proven history to the desk, as jobs that it takes from NATS.',
  },
  backtesterConfig,
);
const logger = createLogger({
  service: 'backtester',
  level: config.LOG_LEVEL,
  format: config.LOG_FORMAT,
});
await runService(logger, (stopping) => startBacktester(config, logger, stopping));
