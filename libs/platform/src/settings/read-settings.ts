import type { z } from 'zod';
import { parseEnvironment } from './parse-environment.js';
import { settingsHelp, type ServiceAbout } from './settings-help.js';

const WRONG_VARIABLE = 1;
const WRONG_ARGUMENT = 2;

/**
 * Returns the settings of a service that is starting. `--help` prints what it is and its variables, and ends the process
 * with 0; any other argument ends it with 2, a wrong variable with 1 and a line for each.
 */
export function readSettings<Schema extends z.ZodObject>(
  about: ServiceAbout,
  schema: Schema,
): z.output<Schema> {
  const args = process.argv.slice(2);
  if (args.some((one) => one === '--help' || one === '-h')) {
    return end(process.stdout, settingsHelp(about, schema), 0);
  }
  if (args.length > 0) {
    const line = `unknown argument ${args.join(' ')}: the ${about.name} is set by its environment alone; --help lists the variables`;
    return end(process.stderr, line, WRONG_ARGUMENT);
  }
  try {
    return parseEnvironment(schema, process.env);
  } catch (error) {
    return end(
      process.stderr,
      error instanceof Error ? error.message : String(error),
      WRONG_VARIABLE,
    );
  }
}

function end(stream: NodeJS.WriteStream, text: string, exitCode: number): never {
  stream.write(`${text}\n`);
  process.exit(exitCode);
}
