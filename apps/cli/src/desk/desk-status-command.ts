import { Command } from 'commander';
import { note, print } from '../output/output.js';
import { DeskBus } from './desk-bus.js';
import { deskFlags, withDeskOptions } from './desk-options.js';
import { deskStatusText, heardDesk } from './desk-status-text.js';
import { refuseOther } from './command-desk.js';

export function deskStatusCommand(): Command {
  const command = new Command('status')
    .description('state, money, what needs a person, and why each position is held')
    .addHelpText(
      'after',
      `
It is what the active desk said last, after each change and every ten seconds, and what its last cycle did.
With --json: { v, stale, ageMs, status, cycle } with desk.status and desk.cycle as they travel; cycle is null
before the first one.

Examples:
  $ npm run fullcarry -- desk status
  $ npm run --silent fullcarry -- desk status --json | jq .status.concerns
  $ npm run fullcarry -- desk status --nats nats://127.0.0.1:4333`,
    )
    .action((options: unknown) => run(options));
  return withDeskOptions(command, { moves: false });
}

async function run(options: unknown): Promise<void> {
  const { nats, exchange, json } = deskFlags.parse(options);
  const heard = await DeskBus.with(nats, async (bus) => {
    const status = await bus.status();
    refuseOther(status, exchange);
    return status && heardDesk(status, await bus.cycle(), Date.now());
  });
  if (!heard) throw new Error('No desk was ever heard on this bus: none is active');
  const { status, cycle, ageMs, isStale } = heard;
  if (isStale) note('The desk is not heard any more: this is its last report');
  const output = { v: 1, stale: isStale, ageMs, status, cycle: cycle ?? null };
  await print(json ? `${JSON.stringify(output, null, 2)}\n` : deskStatusText(heard));
}
