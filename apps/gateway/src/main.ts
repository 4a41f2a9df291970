import { createLogger } from '@fullcarry/platform/logs/create-logger';
import { readSettings } from '@fullcarry/platform/settings/read-settings';
import { runService } from '@fullcarry/platform/service/run-service';
import { gatewayConfig } from './config.js';
import { startGateway } from './start-gateway.js';

const config = readSettings(
  {
    name: 'gateway',
    does: 'the browser’s only entrance: the HTTP API, the live socket and the built dashboard.',
  },
  gatewayConfig,
);
const logger = createLogger({
  service: 'gateway',
  level: config.LOG_LEVEL,
  format: config.LOG_FORMAT,
});
await runService(logger, async (stopping) => {
  const gateway = await startGateway(config, logger, stopping);
  return gateway.close;
});
