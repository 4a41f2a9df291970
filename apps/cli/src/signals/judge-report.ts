import type { Coefficient, JudgedSignal } from '@fullcarry/domain/backtest/judge/judge-signals';
import {
  DECAY_HOURS,
  HORIZON_HOURS,
  JUDGED,
} from '@fullcarry/domain/backtest/judge/signal-samples';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { ReadRows } from '@fullcarry/history/backtest/read-histories';
import { textTable } from '../output/text-table.js';

/** What was read for it. */
export type About = Pick<ReadRows, 'dataset' | 'assumed'>;

/** All that was found, as one document. */
export function judgeDocument(
  judged: readonly JudgedSignal[],
  { dataset, assumed }: About,
  window: TimeWindow,
): string {
  const signals = judged.map(({ coefficient, added, error, decay, ...one }) => ({
    ...one,
    ...JUDGED[one.name],
    horizons: HORIZON_HOURS.map((hours) => ({
      hours,
      coefficient: coefficient.get(hours) ?? null,
      added: added.get(hours) ?? null,
      errorChange: error.get(hours) ?? null,
    })),
    decay: DECAY_HOURS.map((hours) => ({ hours, coefficient: decay.get(hours) ?? null })),
  }));
  return `${JSON.stringify({ v: 1, signals, window, dataset, assumed }, null, 2)}\n`;
}

export function judgeReport(judged: readonly JudgedSignal[], { dataset, assumed }: About): string {
  const columns = [
    { head: 'signal', align: 'left' } as const,
    ...HORIZON_HOURS.flatMap((hours) => [
      { head: `IC ${hours} h`, align: 'right' } as const,
      { head: 'added', align: 'right' } as const,
      { head: 'error', align: 'right' } as const,
    ]),
    { head: `IC ${DECAY_HOURS.join('/')} h`, align: 'left' } as const,
    { head: 'flips a year', align: 'right' } as const,
    { head: 'cost a year', align: 'right' } as const,
    { head: '', align: 'left' } as const,
  ];
  const rows = judged.map((one) => [
    one.name,
    ...HORIZON_HOURS.flatMap((hours) => [
      coefficientText(one.coefficient.get(hours)),
      coefficientText(one.added.get(hours)),
      percentText(one.error.get(hours)),
    ]),
    DECAY_HOURS.map((hours) => one.decay.get(hours)?.toFixed(2) ?? '–').join(' '),
    one.flipsAYear?.toFixed(0) ?? '–',
    percentText(one.costAYear),
    verdictText(one),
  ]);
  return [
    textTable(columns, rows),
    '',
    ...judged.map(
      ({ name }) => `${name}: ${JUDGED[name].label}; ${JUDGED[name].unit}; ${JUDGED[name].sign}`,
    ),
    '',
    `Rows ${dataset.sha256.slice(0, 12)} of ${dataset.symbols.length} markets, ${dataset.source}. Intervals hold with 95 %: of 20 one lies wrong by chance.`,
    ...assumed.map(({ name, text }) => `Assumed: ${name}: ${text}`),
    '',
  ].join('\n');
}

function verdictText({ name, adds, coefficient }: JudgedSignal): string {
  if (name === 'twoSpeeds') return 'what the strategy carry expects';
  if ([...coefficient.values()].every((one) => one === undefined)) return 'no rows to judge it by';
  return adds ? 'adds to it' : 'adds nothing to it: weight 0';
}

function coefficientText(one: Coefficient | undefined): string {
  if (!one) return '–';
  return `${one.mean.toFixed(2)} (${one.low.toFixed(2)} to ${one.high.toFixed(2)})`;
}

function percentText(value: number | undefined): string {
  return value === undefined ? '–' : `${(value * 100).toFixed(1)} %`;
}
