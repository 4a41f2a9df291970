import { createLogger } from '@fullcarry/platform/logs/create-logger';
import { parseEnvironment } from '@fullcarry/platform/settings/parse-environment';
import { runService } from '@fullcarry/platform/service/run-service';
import { constants, setPriority } from 'node:os';
import { backtesterConfig } from './config.js';
import { startBacktester } from './start-backtester.js';

// It uses every core for as long as there is something to run: whoever trades or fetches beside it comes first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

function readConfig() {
  try {
    return parseEnvironment(backtesterConfig, process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

const config = readConfig();
const logger = createLogger({
  service: 'backtester',
  level: config.LOG_LEVEL,
  format: config.LOG_FORMAT,
});
await runService(logger, (stopping) => startBacktester(config, logger, stopping));
