import { Command } from 'commander';
import { deskStatusCommand } from './desk-status-command.js';
import { pauseCommand, startCommand, stopCommand } from './mode-commands.js';
import { correctCommand, settleCommand } from './book-commands.js';

/** What a person asks of the desk and commands it to do, by way of the bus. */
export function deskCommand(): Command {
  const desk = new Command('desk')
    .description('what the desk does, and orders to it')
    .helpCommand(false)
    .addHelpText(
      'after',
      `
Orders go over NATS to whichever orchestrator is active. Those that move money ask first; --yes answers.
When something is wrong with a position: docs/OPERATIONS.md.

Examples:
  $ npm run fullcarry -- desk status
  $ npm run fullcarry -- desk stop --yes             close everything now, without being asked
  $ npm run fullcarry -- desk start

Exit codes: 0 done · 1 the desk refused, or not all of it was done · 2 wrong input`,
    );
  for (const command of [
    deskStatusCommand(),
    startCommand(),
    pauseCommand(),
    stopCommand(),
    settleCommand(),
    correctCommand(),
  ]) {
    desk.addCommand(command);
  }
  return desk;
}
