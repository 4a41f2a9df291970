import type { DeskState, DeskStatus } from '@fullcarry/contracts/facts/desk-status-v1';
import {
  DeskEmergencyStopCommandV1,
  DeskStartCommandV1,
  DeskStopCommandV1,
} from '@fullcarry/contracts/commands/desk-commands-v1';
import { Command } from 'commander';
import { many } from '../output/count-text.js';
import { deskFlags, withDeskOptions } from './desk-options.js';
import { commandDesk } from './command-desk.js';
import { usdt } from './usdt.js';

const ANSWER_TIMEOUT_MS = 10_000;
/** Every position is closed before the desk answers. */
const CLOSING_TIMEOUT_MS = 60_000;

export function startCommand(): Command {
  const command = new Command('start')
    .description('trade again, after a pause or an emergency stop')
    .addHelpText(
      'after',
      `
With its next cycle, at once, the desk opens every market that its settings allow. It refuses while its books do not
add up, and when it was stopped after this start was asked. A drawdown is measured anew from here.

Examples:
  $ npm run fullcarry -- desk start
  $ npm run fullcarry -- desk start --yes`,
    )
    .action((options: unknown) =>
      commandDesk(deskFlags.parse(options), {
        asks: whatOpens,
        place: (bus) => bus.command(DeskStartCommandV1, { v: 1 }, ANSWER_TIMEOUT_MS),
        outcomeText: ({ state }) => `Started: the desk is ${state} now.`,
      }),
    );
  return withDeskOptions(command, { moves: true });
}

export function pauseCommand(): Command {
  const command = new Command('pause')
    .description('open no more; what is held is kept, and closed when it must be')
    .addHelpText(
      'after',
      `
Funding is still booked, and positions are closed as their limits say. An emergency stop stays one.

Examples:
  $ npm run fullcarry -- desk pause`,
    )
    .action((options: unknown) =>
      commandDesk(deskFlags.parse(options), {
        place: (bus) => bus.command(DeskStopCommandV1, { v: 1 }, ANSWER_TIMEOUT_MS),
        outcomeText: ({ state }) => nowIs(state),
      }),
    );
  return withDeskOptions(command, { moves: false });
}

export function stopCommand(): Command {
  const command = new Command('stop')
    .description('emergency stop: close every position now, trade no more until started')
    .addHelpText(
      'after',
      `
Both legs of every position at the same time, at the prices of this moment. What can't be closed now is tried again
every cycle, and named here. Nothing that was asked before undoes it. Where the bus is away, SIGUSR1 to any
orchestrator, also to a stand-by, does the same.

Examples:
  $ npm run fullcarry -- desk stop
  $ npm run --silent fullcarry -- desk stop --yes --json`,
    )
    .action((options: unknown) =>
      commandDesk(deskFlags.parse(options), {
        asks: whatCloses,
        place: (bus) => bus.command(DeskEmergencyStopCommandV1, { v: 1 }, CLOSING_TIMEOUT_MS),
        outcomeText: ({ closed, failed, state }) =>
          [
            closed.length === 0 ? 'Nothing was closed.' : `Closed: ${closed.join(', ')}.`,
            ...failed.map(({ symbol, reason }) => `Not closed: ${symbol}: ${reason}`),
            nowIs(state),
          ].join('\n'),
        isDone: ({ failed }) => failed.length === 0,
      }),
    );
  return withDeskOptions(command, { moves: true });
}

function nowIs(state: DeskState): string {
  return `The desk is ${state} now.`;
}

function whatOpens(status: DeskStatus | undefined): string {
  if (!status) return 'The desk opens every market that its settings allow.';
  const { maxNotionalTotalUsdt, notionalPerMarketUsdt } = status.settings;
  return (
    `The desk (${status.exchange}, now ${status.state}) opens every market that its settings allow: up to ` +
    `${usdt(maxNotionalTotalUsdt)} USDT of notional, ${usdt(notionalPerMarketUsdt)} a market.`
  );
}

/** About what it costs: fee and slippage of two fills each, on the notional of the short. */
function whatCloses(status: DeskStatus | undefined): string {
  if (!status) return 'This closes whatever the desk holds; it was not heard yet.';
  const { openPositions, exposureUsdt, exchange } = status;
  const { spotFeeBps, perpFeeBps, slippageBps } = status.settings;
  const costs = (Number(exposureUsdt) * (spotFeeBps + perpFeeBps + 2 * slippageBps)) / 10_000;
  return (
    `This closes ${many(openPositions, 'position')} on ${exchange}, ${usdt(exposureUsdt)} USDT of notional, ` +
    `for about ${usdt(costs)} USDT of fees and slippage.`
  );
}
