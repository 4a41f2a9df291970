import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { APIS } from './apis.js';
import { parseInstant } from './clock/instant.js';
import { keptAnchor } from './clock/kept-anchor.js';
import { FAULTS } from './faults/fault-catalog.js';
import { faultRulesSchema } from './faults/fault-rule.js';
import type { ReplayOptions } from './start-replay-exchange.js';

const flagsSchema = z.object({
  api: z.array(z.string()),
  host: z.string(),
  port: z.number(),
  anchor: z.number().optional(),
  anchorFile: z.string().optional(),
  now: z.number().optional(),
  speed: z.number(),
  settlementLagMs: z.number(),
  klineRange: z.enum(['newest', 'oldest']),
  okxFundingCap: z.number(),
  okxHistoryCap: z.number(),
  limit: z.number().optional(),
  banSeconds: z.number().optional(),
  faults: z.union([z.literal('all'), z.array(z.string())]),
  faultRate: z.number(),
  faultSeed: z.number(),
  faultsFile: z.string().optional(),
  holdSeconds: z.number(),
  symbols: z.array(z.string()).optional(),
  recordings: z.string().optional(),
});

/** Reads the flags; says what is wrong, or what there is, and exits by itself when asked for help. */
export function readCommandLine(argv: readonly string[]): ReplayOptions {
  const command = buildCommand();
  command.parse(argv);
  const flags = flagsSchema.parse(command.opts());
  return {
    apis: flags.api,
    host: flags.host,
    port: flags.port,
    anchorMs:
      flags.anchor ?? (flags.anchorFile ? keptAnchor(flags.anchorFile, Date.now()) : undefined),
    nowMs: flags.now,
    speed: flags.speed,
    settlementLagMs: flags.settlementLagMs,
    klineRange: flags.klineRange,
    okxFundingCap: flags.okxFundingCap,
    okxHistoryCap: flags.okxHistoryCap,
    requestLimit: flags.limit,
    banSeconds: flags.banSeconds,
    faults: flags.faults.length === 0 ? [] : [{ kind: flags.faults, rate: flags.faultRate }],
    faultSeed: flags.faultSeed,
    faultsFile: flags.faultsFile,
    holdSeconds: flags.holdSeconds,
    symbols: flags.symbols,
    recordings: flags.recordings === '' ? undefined : flags.recordings,
  };
}

function buildCommand(): Command {
  return new Command('replay-exchange')
    .description(
      'A local exchange that speaks the HTTP API of Bybit v5 and others from recorded market data.\n' +
        'LOG_LEVEL and LOG_FORMAT (pretty or json) are read from the environment.',
    )
    .addOption(
      new Option('--api <ids>', `which exchanges it plays, of ${[...APIS.keys()].join(', ')}`)
        .argParser(apiIds)
        .default(['bybit'], 'bybit'),
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on, 0 for any free one', whole(0, 65_535), 8787)
    .option(
      '--anchor <instant>',
      'what the recordings are moved to, ISO or ms (default: --now)',
      instant,
    )
    .option('--anchor-file <path>', 'keeps the anchor over restarts, while the recordings last')
    .option(
      '--now <instant>',
      'where the clock starts, ISO or ms (default: the real time)',
      instant,
    )
    .option('--speed <factor>', 'how fast the clock runs: 1 real time, 0 frozen', between(0), 1)
    .option('--settlement-lag-ms <ms>', 'how late a settlement appears', between(0), 2_000)
    .addOption(
      new Option('--kline-range <which>', 'rows of a candle window wider than a page')
        .choices(['newest', 'oldest'])
        .default('newest'),
    )
    .option('--okx-funding-cap <rows>', "rows of a page of OKX's funding", whole(1), 400)
    .option('--okx-history-cap <rows>', "rows of a page of OKX's older candles", whole(1), 100)
    .option(
      '--limit <requests>',
      "what the first limit of each API admits (default: the exchange's, Bybit 600 in 5 seconds)",
      whole(1),
    )
    .option(
      '--ban-seconds <seconds>',
      "how long a breach bans (default: the exchange's, Bybit 600)",
      between(0),
    )
    .addOption(
      new Option('--faults <kinds>', 'all, none, or kinds with commas between (listed below)')
        .argParser(kinds)
        .default([], 'none'),
    )
    .option('--fault-rate <share>', 'share of responses that get a fault', between(0, 1), 0.2)
    .option('--fault-seed <number>', 'the same seed and requests fail the same way', between(0), 1)
    .option(
      '--faults-file <path>',
      'JSON {"faults": [...], "scenario": {...}}, read again on change',
    )
    .option('--hold-seconds <seconds>', 'how long a fault may hold a socket', between(0), 60)
    .option('--symbols <ids>', 'only these markets, with commas between', split)
    .addOption(
      new Option(
        '--recordings <folder>',
        "recordings of one's own, for the exchanges of which the folder has some (docs/RECORDINGS.md)",
      ).env('RECORDINGS'),
    )
    .addHelpText('after', () => `\nFaults:\n${faultList()}`);
}

function between(least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const number = Number(text);
    if (text.trim() !== '' && number >= least && number <= most) return number;
    throw new InvalidArgumentError(
      most === Number.MAX_SAFE_INTEGER
        ? `A number of at least ${least} is allowed.`
        : `A number from ${least} to ${most} is allowed.`,
    );
  };
}

function whole(least: number, most?: number) {
  const inRange = between(least, most);
  return (text: string): number => {
    const number = inRange(text);
    if (Number.isInteger(number)) return number;
    throw new InvalidArgumentError('A whole number is allowed.');
  };
}

function instant(text: string): number {
  const instantMs = parseInstant(text);
  if (instantMs !== undefined) return instantMs;
  throw new InvalidArgumentError('Epoch milliseconds or ISO 8601 is allowed.');
}

/** With commas between. */
function apiIds(text: string): string[] {
  const ids = split(text);
  if (ids.every((id) => APIS.has(id))) return ids;
  throw new InvalidArgumentError(`Known are ${[...APIS.keys()].join(', ')}.`);
}

function split(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

/** An empty list for none. */
function kinds(text: string): 'all' | string[] {
  if (text === 'none') return [];
  const kind = text === 'all' ? 'all' : split(text);
  if (faultRulesSchema.safeParse([{ kind }]).success) return kind;
  throw new InvalidArgumentError('all, none, or kinds from the list in --help are allowed.');
}

function faultList(): string {
  return [...FAULTS.values()]
    .map(({ kind, imitates }) => `  ${kind.padEnd(22)}${imitates}`)
    .join('\n');
}
