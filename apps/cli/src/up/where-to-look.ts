import type { DataReady } from '@fullcarry/contracts/data-ready-v1';
import { masked } from '@fullcarry/platform/parse-environment';
import { relative } from 'node:path';
import { sourceLabel } from '../output/source-label.js';
import { metricsHost, metricsPort } from './free-ports.js';
import type { Stack } from './stack.js';

/** What is ready, and where to look next. */
export function whereToLook(stack: Stack, ready: DataReady | undefined): string {
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
    `  health    http://${metricsHost()}:${metricsPort()}/health/ready, and /metrics`,
    `  logs      ${stack.logFolder}`,
    '',
    'Ctrl+C stops everything.',
    '',
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

/** What the other commands find by themselves needs no flag. */
function databaseFlag({ databaseUrl, folder }: Stack): string {
  const isUsual = relative(process.cwd(), folder) === 'data';
  const isNamed = (process.env.DATABASE_URL?.trim() ?? '') !== '';
  return isUsual || isNamed ? '' : ` --database ${databaseUrl}`;
}
