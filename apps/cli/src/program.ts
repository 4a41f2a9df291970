import { Command } from 'commander';
import { backtestCommand } from './backtest/backtest-command.js';
import { backupCommand } from './backup/backup-command.js';
import { copyCommand } from './copy/copy-command.js';
import { deskCommand } from './desk/desk-command.js';
import { exportCommand } from './export/export-command.js';
import { gapsCommand } from './gaps/gaps-command.js';
import { instrumentsCommand } from './instruments/instruments-command.js';
import { migrateCommand } from './migrate/migrate-command.js';
import { note, print } from './output/output.js';
import { signalsCommand } from './signals/signals-command.js';
import { statusCommand } from './status/status-command.js';
import { upCommand } from './up/up-command.js';
import { verifyCommand } from './verify/verify-command.js';

/** The whole command line. Wrong input is one line and a CommanderError. */
export function program(): Command {
  const root = new Command('fullcarry')
    .description('Funding rates and candles from perpetual-futures exchanges, proven complete.')
    .helpCommand(false);
  for (const command of [
    upCommand(),
    statusCommand(),
    verifyCommand(),
    exportCommand(),
    gapsCommand(),
    instrumentsCommand(),
    deskCommand(),
    backtestCommand(),
    signalsCommand(),
    migrateCommand(),
    backupCommand(),
    copyCommand(),
  ]) {
    root.addCommand(command);
  }
  root.addHelpText(
    'after',
    `
Examples:
  $ npm start                                        start everything on recorded data
  $ npm run fullcarry -- status
  $ npm run fullcarry -- verify
  $ npm run fullcarry -- export --symbol BTCUSDT --kind funding --out btc.csv
  $ npm run --silent fullcarry -- gaps --json        --silent: npm's own lines stay away

Exit codes: 0 done · 1 it failed, or verify found a difference · 2 wrong input`,
  );
  withSharedOutput(root);
  return root;
}

/** All output through one place, every mistake in one line, and no exit behind our back; its own commands too. */
function withSharedOutput(command: Command): void {
  for (const own of command.commands) withSharedOutput(own);
  command
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({
      writeOut: (text) => void print(text),
      writeErr: (text) => note(text.trimEnd()),
      outputError: (text, write) =>
        write(
          text
            .trim()
            .replace(/^error: /, '')
            .replaceAll(/\s*\n\s*/g, ' '),
        ),
    });
}
