import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { DeskStatus } from '@fullcarry/contracts/facts/desk-status-v1';
import { many } from '../output/count-text.js';
import { duration } from '../output/duration.js';
import { minuteText } from '../output/instant.js';
import { sourceLabel } from '../output/source-label.js';
import { textTable } from '../output/text-table.js';
import { usdt } from './usdt.js';

/** Cycles that may be missed, and what one may take, before the desk counts as gone. */
const MOST_MISSED_CYCLES = 3;
const SLACK_MS = 30_000;

export interface HeardDesk {
  readonly status: DeskStatus;
  /** Its last cycle; undefined before the first, and where another desk's is kept. */
  readonly cycle: DeskCycle | undefined;
  readonly ageMs: number;
  /** It is not heard any more: this is the last that it published. */
  readonly isStale: boolean;
}

/** What was heard of the desk, as of now. */
export function heardDesk(
  status: DeskStatus,
  cycle: DeskCycle | undefined,
  nowMs: number,
): HeardDesk {
  const ageMs = Math.max(0, nowMs - status.atMs);
  const longestMs = MOST_MISSED_CYCLES * status.scanIntervalSeconds * 1000 + SLACK_MS;
  const isOwn = cycle?.exchange === status.exchange;
  return { status, cycle: isOwn ? cycle : undefined, ageMs, isStale: ageMs > longestMs };
}

/** The desk for people: state, money, what needs a person, and why each position is held. Times in UTC. */
export function deskStatusText({ status, cycle, ageMs, isStale }: HeardDesk): string {
  const { ledger, concerns = [], settings } = status;
  const label = sourceLabel([status.source]);
  const parts = [
    `prices ${usdt(Number(ledger.realisedUsdt) + Number(ledger.unrealisedUsdt), 'signed')}`,
    `funding ${usdt(ledger.fundingUsdt, 'signed')}`,
    `fees ${usdt(-Number(ledger.feesUsdt), 'signed')}`,
    `corrections ${usdt(ledger.correctionsUsdt ?? '0', 'signed')}`,
  ];
  const heard = `${duration(ageMs / 1000)} ago, from ${status.activeInstance}`;
  const lines = [
    ...(label === undefined ? [] : [label, '']),
    `Desk         ${status.exchange}, paper money`,
    `State        ${status.state}${status.reason === null ? '' : `: ${status.reason}`}`,
    `Heard        ${heard}${isStale ? '. It is not heard any more: this is its last report' : ''}`,
    `Equity       ${usdt(ledger.equityUsdt)} USDT, started with ${usdt(ledger.startingEquityUsdt)}: ${parts.join(', ')}`,
    ...unexplained(ledger.unexplainedUsdt),
    `Exposure     ${usdt(status.exposureUsdt)} of at most ${usdt(settings.maxNotionalTotalUsdt)} USDT, ${many(status.openPositions, 'position')}`,
    `Last cycle   ${cycleText(status)}`,
    '',
    concerns.length === 0 ? 'Nothing needs a person.' : 'Needs a person:',
    ...concerns.map(({ kind, text }) => `  ${kind}: ${text}`),
  ];
  return `${lines.join('\n')}\n${cycle ? ofCycle(cycle) : ''}`;
}

/** To the last digit: a correction must name exactly this. */
function unexplained(amount: string | undefined): string[] {
  if (amount === undefined || amount === '0') return [];
  return [`Unexplained  ${amount} USDT`];
}

function cycleText({ lastCycle, scanIntervalSeconds }: DeskStatus): string {
  if (!lastCycle) return 'none yet';
  const { number, startedAtMs } = lastCycle;
  return `no. ${number} at ${minuteText(startedAtMs)} UTC by the exchange, one every ${duration(scanIntervalSeconds)}`;
}

function ofCycle({ markets, warnings }: DeskCycle): string {
  const touched = markets.filter(({ action }) => action !== 'passed');
  const table = textTable(
    [
      { head: 'market', align: 'left' },
      { head: 'did', align: 'left' },
      { head: 'why', align: 'left' },
    ],
    touched.map(({ nativeId, action, reason }) => [nativeId, action, reason]),
  );
  return [
    ...(touched.length === 0 ? [] : ['\n', table]),
    ...(warnings.length === 0 ? [] : ['\nWarnings of the last cycle:\n']),
    ...warnings.map((warning) => `  ${warning}\n`),
  ].join('');
}
