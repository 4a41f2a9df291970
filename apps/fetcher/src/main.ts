import { setFlagsFromString } from 'node:v8';
import { createLogger } from '@fullcarry/platform/logs/create-logger';
import { readSettings } from '@fullcarry/platform/settings/read-settings';
import { runService } from '@fullcarry/platform/service/run-service';
import { fetcherConfig } from './config.js';
import { startFetcher } from './start-fetcher.js';

// Pages are garbage a moment after they are stored, and V8 lets that grow with the memory of the machine: 560 MB
// with 500 markets, of which 110 are in use (docs/PERFORMANCE.md).
setFlagsFromString('--heap-growing-percent=80');

const config = readSettings(
  {
    name: 'fetcher',
    does: 'chooses the markets, fetches their history, proves that it is complete, and announces it on NATS.',
  },
  fetcherConfig,
);
const logger = createLogger({
  service: 'fetcher',
  level: config.LOG_LEVEL,
  format: config.LOG_FORMAT,
});
await runService(logger, (stopping) => startFetcher(config, logger, stopping));
