import type { z } from 'zod';
import { parseEnvironment } from './parse-environment.js';
import { settingsHelp, type ServiceAbout } from './settings-help.js';

const WRONG_VARIABLE = 1;
const WRONG_ARGUMENT = 2;

/** What a program was told when it was started, and what it answers to somebody who only asks. */
interface Asked {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A program that does not start: what it says, where, and its exit code. */
interface NoStart {
  readonly prints: string;
  readonly exitCode: number;
}

/**
 * Returns the settings of a service that is starting. `--help` prints what it is and its variables, and ends the process
 * with 0; any other argument ends it with 2, a wrong variable with 1 and a line for each.
 */
export function readSettings<Schema extends z.ZodObject>(
  about: ServiceAbout,
  schema: Schema,
): z.output<Schema> {
  const read = settingsOrNoStart(about, schema, {
    args: process.argv.slice(2),
    environment: process.env,
  });
  if ('settings' in read) return read.settings;
  (read.exitCode === 0 ? process.stdout : process.stderr).write(`${read.prints}\n`);
  process.exit(read.exitCode);
}

function settingsOrNoStart<Schema extends z.ZodObject>(
  about: ServiceAbout,
  schema: Schema,
  { args, environment }: Asked,
): { readonly settings: z.output<Schema> } | NoStart {
  if (args.some((one) => one === '--help' || one === '-h')) {
    return { prints: settingsHelp(about, schema), exitCode: 0 };
  }
  if (args.length > 0) {
    const prints = `unknown argument ${args.join(' ')}: the ${about.name} is set by its environment alone; --help lists the variables`;
    return { prints, exitCode: WRONG_ARGUMENT };
  }
  try {
    return { settings: parseEnvironment(schema, environment) };
  } catch (error) {
    const prints = error instanceof Error ? error.message : String(error);
    return { prints, exitCode: WRONG_VARIABLE };
  }
}
