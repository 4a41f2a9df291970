import { createInterface } from 'node:readline/promises';
import { UsageError } from '../usage-error.js';

/**
 * Asks a person before money is moved; returns whether it was agreed to. `isSure`: `--yes` was given.
 *
 * Errors: UsageError where nobody can be asked: a script must say `--yes`.
 */
export async function confirm(what: string, isSure: boolean): Promise<boolean> {
  if (isSure) return true;
  if (!process.stdin.isTTY) {
    throw new UsageError(`${what} Add --yes: there is no terminal to ask at.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${what}\nType yes to go on: `);
    return answer.trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}
