import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { masked } from '@fullcarry/platform/settings/parse-environment';
import { relative } from 'node:path';
import { sourceLabel } from '../../output/source-label.js';
import { metricsHost } from '../services/free-ports.js';
import type { Stack } from '../services/stack.js';
import { pageUrl } from '../services/start-services.js';
import type { UpOptions } from '../up-options.js';

/** What is ready, and where to look next. */
export function readySummary(
  stack: Stack,
  options: UpOptions,
  ready: DataReady | undefined,
): string {
  const lines = [
    '',
    ready
      ? `Ready: ${ready.exchange}, dataset certificate ${ready.datasetSha256}`
      : 'Ready, without history.',
    ready && sourceLabel([ready.source]),
    '',
    `  watch     nats sub --server ${masked(stack.natsUrl)} 'data.>'`,
    `  status    npm run fullcarry -- status${databaseFlag(stack)}`,
    `  verify    npm run fullcarry -- verify${databaseFlag(stack)}`,
    `  health    ${healthUrls(options).join(', ')}, and /metrics there`,
    `  logs      ${stack.logFolder}`,
    '',
    `Open ${pageUrl(options)}   (Ctrl+C stops everything)`,
    '',
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

function healthUrls(options: UpOptions): string[] {
  const ports = [options.metricsPort, ...(options.desk ? [options.deskMetricsPort] : [])];
  return ports.map((port) => `http://${metricsHost()}:${port}/health/ready`);
}

/** What the other commands find by themselves needs no flag. */
function databaseFlag({ databaseUrl, folder }: Stack): string {
  const isUsual = relative(process.cwd(), folder) === 'data';
  const isNamed = (process.env.DATABASE_URL?.trim() ?? '') !== '';
  return isUsual || isNamed ? '' : ` --database ${databaseUrl}`;
}
