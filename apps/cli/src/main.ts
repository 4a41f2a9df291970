import { CommanderError } from 'commander';
import { note, watchOutput } from './output/output.js';
import { program } from './program.js';
import { UsageError } from './usage-error.js';

const FAILED = 1;
const WRONG_INPUT = 2;

watchOutput();
try {
  await program().parseAsync(process.argv);
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** Says in one line what went wrong. Commander has already said its own; help and version are no failure. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_INPUT;
  note(error instanceof Error ? error.message.trim().replaceAll(/\s*\n\s*/g, ' ') : String(error));
  if (process.env.LOG_LEVEL === 'debug' && error instanceof Error) note(error.stack ?? '');
  return error instanceof UsageError ? WRONG_INPUT : FAILED;
}
