import { createLogger } from '@fullcarry/platform/logs/create-logger';
import { parseEnvironment } from '@fullcarry/platform/settings/parse-environment';
import { runService } from '@fullcarry/platform/service/run-service';
import { gatewayConfig } from './config.js';
import { startGateway } from './start-gateway.js';

function readConfig() {
  try {
    return parseEnvironment(gatewayConfig, process.env);
  } catch (error) {
    // A token is never printed, not even a wrong one.
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `${message.replace(/((?:DASHBOARD|READ)_TOKEN is )".*?":/g, '$1not usable:')}\n`,
    );
    process.exit(1);
  }
}

const config = readConfig();
const logger = createLogger({
  service: 'gateway',
  level: config.LOG_LEVEL,
  format: config.LOG_FORMAT,
});
await runService(logger, async (stopping) => {
  const gateway = await startGateway(config, logger, stopping);
  return gateway.close;
});
