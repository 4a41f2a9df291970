import { KINDS_OF_SERIES } from '@fullcarry/domain/series';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { TIMEFRAMES } from '@fullcarry/domain/timeframe';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { databaseOption } from '../database/database-option.js';
import { withDatabase } from '../database/with-database.js';
import { many } from '../output/count-text.js';
import { minuteText, parseInstant } from '../output/instant.js';
import { note } from '../output/output.js';
import { sourceLabel } from '../output/source-label.js';
import { UsageError } from '../usage-error.js';
import { chooseSeries } from './choose-series.js';
import { exportRange } from './export-range.js';
import { exportRows } from './export-rows.js';
import { TOOLS, exportTool } from './export-tool.js';
import { rangeRemarks } from './range-remarks.js';
import { DATASET_FORMAT, exportAll } from '../dataset/write/export-all.js';
import { UNPROVEN } from '../dataset/write/choose-exported.js';
import { FORMATS, rowFormat } from './row-format.js';
import { fileSink, printed } from './row-sink.js';

const flags = z.object({
  database: z.string().optional(),
  symbol: z.string().optional(),
  kind: z.enum(KINDS_OF_SERIES).optional(),
  timeframe: z.enum(TIMEFRAMES).optional(),
  exchange: z.string().optional(),
  format: z.enum([...FORMATS, DATASET_FORMAT]),
  for: z.enum(TOOLS).optional(),
  all: z.boolean().default(false),
  unproven: z.enum(UNPROVEN).optional(),
  from: z.number().optional(),
  to: z.number().optional(),
  out: z.string().optional(),
});
type Flags = z.infer<typeof flags>;

export function exportCommand(): Command {
  return new Command('export')
    .description(
      'rows of one series as CSV or JSON, to a file or standard output; or all of them as a data set of Parquet files',
    )
    .option('--symbol <name>', 'the market, as BTC/USDT:USDT or BTCUSDT (required)')
    .addOption(new Option('--kind <kind>', 'which rows (required)').choices([...KINDS_OF_SERIES]))
    .addOption(
      new Option('--timeframe <length>', 'of candles (default: the one stored)').choices([
        ...TIMEFRAMES,
      ]),
    )
    .option('--exchange <name>', 'where several exchanges are stored')
    .addOption(
      new Option('--format <format>', 'how').choices([...FORMATS, DATASET_FORMAT]).default('csv'),
    )
    .option('--from <time>', 'first instant, ISO (UTC) or epoch ms (default: all)', parseInstant)
    .option('--to <time>', 'first instant that is not included (default: all)', parseInstant)
    .option(
      '--out <path>',
      'write there; a file has its name only when it is complete. With --all a folder, empty or new',
    )
    .addOption(
      new Option(
        '--for <tool>',
        'what is proven of one exchange as files of that tool, into --out; again: only what changed',
      ).choices([...TOOLS]),
    )
    .option('--all', 'every series, each with the window of its certificate, as a data set')
    .addOption(
      new Option(
        '--unproven <choice>',
        'with --all or --for, what is done with series that are not proven (default: refuse)',
      ).choices([...UNPROVEN]),
    )
    .addOption(databaseOption())
    .addHelpText('after', HELP)
    .action((options: unknown) => run(flags.parse(options)));
}

async function run(wish: Flags): Promise<void> {
  if (wish.for !== undefined) {
    await exportTool(wish, wish.for);
    return;
  }
  if (wish.all) {
    await exportAll(wish);
    return;
  }
  const { format } = wish;
  if (format === DATASET_FORMAT) {
    throw new UsageError(`--format ${DATASET_FORMAT} is for a data set: add --all`);
  }
  if (wish.unproven !== undefined)
    throw new UsageError('--unproven goes with --all and --for only');
  if (wish.from !== undefined && wish.to !== undefined && wish.from >= wish.to) {
    throw new UsageError('--from must be earlier than --to: the range is [from, to)');
  }
  // Asked for here and not by commander, which would complain of them before it names an option that is misspelt.
  const symbol = required(wish.symbol, '--symbol <name>');
  const kind = required(wish.kind, '--kind <kind>');
  await withDatabase(wish.database, async (database) => {
    const series = chooseSeries(await new MarketStore(database).allSeries(), {
      symbol,
      exchange: wish.exchange,
      kind,
      timeframe: wish.timeframe,
    });
    const asked = { fromMs: wish.from, toMs: wish.to };
    const range = await exportRange(database, series, asked, Date.now());
    const sink = wish.out === undefined ? printed : await fileSink(wish.out);
    const label = sourceLabel([series.market.source]);
    for (const line of [...(label === undefined ? [] : [label]), ...rangeRemarks(range)])
      note(line);
    const rows = rowFormat(format, kind);
    const written = await exportRows(database, series, range.rows, rows, sink);
    note(`${many(written, 'row')} written${wish.out === undefined ? '' : ` to ${wish.out}`}`);
    if (written === 0) note(storedText(range.stored));
  });
}

function required<Value>(value: Value | undefined, option: string): Value {
  if (value === undefined) throw new UsageError(`required option '${option}' not specified`);
  return value;
}

/** Why there is nothing: what there is. */
function storedText(stored: TimeWindow | undefined): string {
  if (!stored) return 'No row of the series is stored yet.';
  return `Stored are rows from ${minuteText(stored.fromMs)} to ${minuteText(stored.toMs - 1)} UTC.`;
}

const HELP = `
Columns of candles (names and order are the same in JSON):
  open_at_ms        when the candle opened, UTC epoch milliseconds
  open_at           the same as ISO 8601
  open high low close  prices in the quote currency
  volume            in base currency
Columns of funding:
  settled_at_ms     when it was settled, its whole hour, UTC epoch milliseconds
  settled_at        the same as ISO 8601
  rate              fraction of notional, exact decimal text; positive: longs pay shorts
  interval_minutes  since the settlement before; empty (null) where that one is not proven
  observed_at_ms    the exchange's raw stamp

A data set (--all) has a folder a key, exchange, kind, timeframe and symbol, and in each one file, rows.parquet, sorted by
time. Times are timestamps in UTC; rate is a double, rate_text the exact decimal text. manifest.json says what is in
it: windows, certificates, why rows are absent, versions, and the digest of each file, of each month and day in it.
SHA256SUMS is for sha256sum -c; a folder without it was not finished. docs/RESEARCH.md shows how to load it.
While a tracked series is not proven nothing is exported, unless --unproven says what is done with it: leave-out
(the manifest names it) or include (the manifest says what of it is not proven).

For freqtrade (--for freqtrade --out user_data/data/bybit) futures candles, mark prices, funding rates and spot candles are
written as Feather files under its names, and fullcarry.json, which names the certificate of each. For NautilusTrader
(--for nautilus --out catalog) bars of trades and of mark prices, instruments and funding rates. docs/INTEROP.md.

The range is half-open: --from is in it, --to is not. What of it is not proven is named on standard error.

Examples:
  $ npm run --silent fullcarry -- export --symbol BTCUSDT --kind funding > btc.csv
  $ npm run fullcarry -- export --symbol ETH/USDT:USDT --kind candles --from 2026-10-01 --to 2026-11-01 --out eth.csv
  $ npm run fullcarry -- export --all --format parquet --out ./dataset
  $ npm run fullcarry -- export --for freqtrade --exchange bybit --out user_data/data/bybit
  $ npm run fullcarry -- export --for nautilus --exchange bybit --out catalog
  $ npm run --silent fullcarry -- export --symbol INJUSDT --kind funding --format json | jq '.[-1].rate'`;
