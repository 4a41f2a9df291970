import { Command } from 'commander';
import { compareCommand } from './compare-command.js';
import { judgeCommand } from './judge-command.js';

/** What signals are worth, out of sample, on proven history. */
export function signalsCommand(): Command {
  const signals = new Command('signals')
    .description('judge signals, strategies and sizes on proven history')
    .helpCommand(false)
    .addHelpText(
      'after',
      `
What is judged, how, and what it came to on recorded markets: docs/SIGNALS.md.

Examples:
  $ npm run fullcarry -- signals judge --from 2026-01-01 --to 2026-10-01 --symbols BTCUSDT,ETHUSDT,SOLUSDT --assume fine-lots
  $ npm run fullcarry -- signals compare --from 2026-01-01 --to 2026-10-01 --symbols BTCUSDT,ETHUSDT,SOLUSDT --assume fine-lots --json

Exit codes: 0 done · 1 refused · 2 wrong input`,
    );
  for (const command of [judgeCommand(), compareCommand()]) signals.addCommand(command);
  return signals;
}
