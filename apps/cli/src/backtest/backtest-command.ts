import { Command } from 'commander';
import { guardCommand } from './guard-command.js';
import { listCommand } from './list-command.js';
import { compareCommand } from './compare-command.js';
import { paperCommand } from './paper/paper-command.js';
import { runCommand } from './run-command.js';
import { showCommand } from './show-command.js';
import { sweepCommand } from './sweep/sweep-command.js';
import { tradesCommand } from './trades-command.js';
import { verifyResultCommand } from './verify-result-command.js';
import { walkForwardCommand } from './walk-forward-command.js';

/** A strategy on proven history, before anybody believes it. */
export function backtestCommand(): Command {
  const backtest = new Command('backtest')
    .description('try the desk’s settings on proven history')
    .helpCommand(false)
    .addHelpText(
      'after',
      `
A result is named by the SHA-256 of all that it says, and names the proof that it stands on: docs/BACKTEST.md.

Examples:
  $ npm run fullcarry -- backtest run --from 2026-01-01 --to 2026-07-01 --assume flat-basis --assume fine-lots
  $ npm run fullcarry -- backtest list
  $ npm run fullcarry -- backtest verify 3fa4

Exit codes: 0 done · 1 refused, not the same, or a decision looked ahead · 2 wrong input`,
    );
  for (const command of [
    runCommand(),
    listCommand(),
    showCommand(),
    tradesCommand(),
    verifyResultCommand(),
    compareCommand(),
    sweepCommand(),
    walkForwardCommand(),
    guardCommand(),
    paperCommand(),
  ]) {
    backtest.addCommand(command);
  }
  return backtest;
}
