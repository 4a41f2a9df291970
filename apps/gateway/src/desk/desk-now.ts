import type { CurrentDesk } from '@fullcarry/contracts/http/desk/desk-route';
import type { Bus } from '@fullcarry/platform/bus/bus';
import type { WhoMayCommand } from '../access/command-guard.js';
import type { FactBoard } from '../facts/fact-board.js';

/** Cycles that may be missed, and what one may take, before the desk counts as gone. */
const MOST_MISSED_CYCLES = 3;
const SLACK_MS = 30_000;

/** The desk as it last spoke, and whether that is still to be believed. */
export function deskNow({
  facts,
  bus,
  whoMayOrder: doors,
}: {
  readonly facts: FactBoard;
  readonly bus: Bus | undefined;
  readonly whoMayOrder: WhoMayCommand;
}): CurrentDesk {
  const { desk } = facts.latest;
  const natsUp = bus?.connected ?? false;
  if (!desk) {
    const reason = natsUp ? 'the desk has not been heard yet' : 'NATS is away';
    return { status: null, stale: true, heardAtMs: null, reason, doors };
  }
  const { fact: status, heardAtMs } = desk;
  const longestMs = MOST_MISSED_CYCLES * status.scanIntervalSeconds * 1000 + SLACK_MS;
  const isSilent = Date.now() - heardAtMs > longestMs;
  const reason = !natsUp
    ? 'NATS is away: this is the last that the desk reported'
    : isSilent
      ? 'the desk is not heard any more: this is the last that it reported'
      : null;
  return { status, stale: reason !== null, heardAtMs, reason, doors };
}
