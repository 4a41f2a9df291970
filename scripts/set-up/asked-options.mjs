import { parseArgs } from 'node:util';

/** The options on the command line; a wrong one ends the program with one line. `command`: how help is had. */
export function askedOptions(command, options) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${error.message}\n${command} -- --help lists them.`);
    process.exit(2);
  }
}
