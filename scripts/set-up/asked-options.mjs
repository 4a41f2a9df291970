import { parseArgs } from 'node:util';

const WRONG_INPUT = 2;

/**
 * What was asked for on the command line of an npm script. `--help` prints the help and ends the program with 0; whatever
 * it does not know ends it with 2 and a line. `command`: as it is typed. `options`: as parseArgs has them, and beside its
 * types `number`, one of at least 0. `most`: so many arguments without a name, which are under `positionals`.
 */
export function askedOptions(command, help, options = {}, most = 0) {
  try {
    const { values, positionals } = parseArgs({
      options: { ...texts(options), help: { type: 'boolean', default: false } },
      allowPositionals: most > 0,
    });
    if (values.help) {
      console.log(help);
      process.exit(0);
    }
    if (positionals.length > most) throw new Error(`Unexpected argument '${positionals[most]}'.`);
    return { ...withNumbers(values, options), positionals };
  } catch (error) {
    console.error(`${error.message}\n${command} -- --help lists what there is.`);
    process.exit(WRONG_INPUT);
  }
}

function texts(options) {
  return Object.fromEntries(
    Object.entries(options).map(([name, one]) => [
      name,
      one.type === 'number' ? { ...one, ...asText(one) } : one,
    ]),
  );
}

function asText({ default: number }) {
  return { type: 'string', default: number === undefined ? undefined : String(number) };
}

function withNumbers(values, options) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      options[name]?.type === 'number' && value !== undefined
        ? numberOf(`--${name}`, value)
        : value,
    ]),
  );
}

/** Throws for a text that is no number, or one below 0. */
export function numberOf(name, text) {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0 && Number.isFinite(number)) return number;
  throw new Error(`${name} is a number of at least 0, not '${text}'.`);
}
