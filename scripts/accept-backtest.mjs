// npm run accept-backtest: what docs/BACKTEST.md claims, at full size. `-- --help` says more.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { askedOptions } from './set-up/asked-options.mjs';
import { setUp } from './set-up/set-up.mjs';
import { addsUp } from './accept-backtest/adds-up.mjs';
import { refusedDeletions } from './accept-backtest/refuses.mjs';

const HELP = `[RECORDINGS=<folder>] npm run accept-backtest

What docs/BACKTEST.md says of refusals, the guard, equal hashes and bookings, at full size: 1,000 deletions, 200 instants, 100
results on two databases and 1, 2 and 8 threads, and each booking added up again. Of recorded legs where RECORDINGS names a folder
that has them, else of drawn markets. Takes minutes. Ends with 1 where one line does not hold.`;

askedOptions('npm run accept-backtest', HELP);
await setUp();
const at = (path) => import(new URL(`../${path}`, import.meta.url));
const { HAS_RECORDINGS, WITHOUT_RECORDINGS } = await at('libs/testing/dist/real-recordings.js');
const { emptyDatabase, POSTGRES_URL } = await at('libs/testing/dist/each-database.js');
const { startPostgres } = await at('libs/testing/dist/start-postgres.js');
const { openDatabase } = await at('libs/history/dist/database/open-database.js');
const { fillDrawnMarkets } = await at('libs/history/dist/backtest/drawn-markets.fixture.js');
const { readHistories } = await at('libs/history/dist/backtest/read-histories.js');
const { doneBacktest, inputOf } = await at('libs/history/dist/backtest/do-backtest.js');
const { UnprovenWindowError } = await at('libs/history/dist/backtest/unproven-window-error.js');
const { recordedLegs, commonDays, rowsIn } = await at(
  'apps/cli/dist/backtest/recorded-legs.fixture.js',
);
const { drawnMarket, hour, random, START_MS } = await at(
  'libs/domain/dist/backtest/backtest-cases.fixture.js',
);
const { guardAgainstLookAhead, instantsToGuard } = await at(
  'libs/domain/dist/backtest/guard/look-ahead-guard.js',
);
const { runBacktest } = await at('libs/domain/dist/backtest/run-backtest.js');
const { USUAL_EXECUTION } = await at('libs/domain/dist/backtest/execution-model.js');
const { presetSettings } = await at('libs/contracts/dist/backtest/backtest-presets.js');

const HOUR_MS = 3_600_000;
const [DELETIONS, INSTANTS, RESULTS, DAYS] = [1_000, 200, 100, 40];
/** The guard runs each instant twice: less of it, and at as many instants. */
const GUARDED = { markets: 4, days: 20 };
const COINS = ['BTC', 'ETH', 'XRP', 'DOGE', 'LINK', 'TRX', 'XLM', 'XTZ'];

let isBroken = false;
function check(what, holds) {
  isBroken ||= !holds;
  console.log(`${holds ? 'holds ' : 'BROKEN'} ${what}`);
}

if (!HAS_RECORDINGS) console.log(`Drawn markets: ${WITHOUT_RECORDINGS}`);
const { markets, window } = HAS_RECORDINGS ? recorded() : drawn();
console.log(`${markets.length} markets, ${days(window.fromMs)} to ${days(window.toMs)}`);
const execution = { ...USUAL_EXECUTION, cycleMs: HOUR_MS };
const cheap = {
  spotFeeBps: 0,
  perpFeeBps: 0,
  slippageBps: 0.5,
  restHours: 1,
  maxPaidBps: 2,
  holdingHours: 120,
};
const settings = presetSettings('aggressive', cheap);
const asked = {
  rows: {
    ...{ exchange: 'bybit', symbols: markets.map(({ symbol }) => symbol), timeframe: '1h', window },
    assume: ['fine-lots'],
  },
  ...{ startingEquityUsdt: '10000', settings, execution },
};

const postgres = await startPostgres();
process.env[POSTGRES_URL] = postgres.url;
const stores = await Promise.all(
  ['sqlite', 'postgresql'].map(async (kind) => {
    const empty = await emptyDatabase(kind);
    const database = await openDatabase(empty.url);
    await fillDrawnMarkets(database, { window, markets, hasSpots: true });
    return { kind, empty, database, read: await readHistories(database, asked.rows) };
  }),
);
const [{ empty: file, database, read }] = stores;

const atStamps = { candleDelayMs: 0, settlementDelayMs: 0, decisionDelayMs: 0 };
for (const [how, model] of [
  ['its usual delays', execution],
  ['fills at the very stamps of settlements', { ...execution, ...atStamps }],
]) {
  const { document } = await doneBacktest({ ...asked, execution: model }, read, {});
  for (const [what, holds] of addsUp(how, document, read.markets)) check(what, holds);
}
await guards();
await sameHashes();
const refused = await refusedDeletions(database, {
  series: read.dataset.series.map((one) => one.series),
  deletions: DELETIONS,
  next: random(7),
  readHistories: (tx) => readHistories(tx, asked.rows),
  UnprovenWindowError,
});
check(
  `refusals: ${refused} of ${DELETIONS} deletions refused with the series and the place`,
  refused === DELETIONS,
);

for (const { database: one, empty } of stores) {
  await one.close();
  await empty.remove();
}
await postgres.close();
process.exit(isBroken ? 1 : 0);

function recorded() {
  const all = COINS.map(recordedLegs);
  const { fromMs, toMs } = commonDays(all);
  const whole = { fromMs: Math.max(fromMs, toMs - DAYS * 24 * HOUR_MS), toMs };
  return { markets: all.map((one) => rowsIn({ ...one, venue: 'bybit' }, whole)), window: whole };
}

function drawn() {
  const names = COINS;
  return {
    markets: names.map((name, i) => drawnMarket(name, DAYS * 24, i + 1)),
    window: { fromMs: START_MS, toMs: hour(DAYS * 24) },
  };
}

async function guards() {
  const whole = inputOf(asked, read);
  const { fromMs } = whole.window;
  const input = {
    ...whole,
    window: { fromMs, toMs: fromMs + GUARDED.days * 24 * HOUR_MS },
    markets: whole.markets.slice(0, GUARDED.markets),
  };
  const run = await runBacktest(input);
  const filled = run.positions.flatMap(({ id }) =>
    run.historyOf(id).fills.map((one) => one.filledAtMs),
  );
  const instants = instantsToGuard(input.window, filled, INSTANTS, 1);
  const { changed, decisions } = await guardAgainstLookAhead(runBacktest, input, instants);
  check(
    `guard: ${INSTANTS} instants, each cut and poisoned, ${decisions} decisions compared: ${changed.length} changed`,
    changed.length === 0,
  );
}

/** One hundred settings as a sweep runs them on 1, 2 and 8 threads and each alone on both databases. */
async function sameHashes() {
  const first = await sweep(file.url, 1);
  const hashes = first.map(({ sha256 }) => sha256);
  const others = [
    await sweep(file.url, 2),
    await sweep(file.url, 8),
    await sweep(stores[1].empty.url, 2),
  ];
  let equal = 0;
  for (const [i, { chosen }] of first.entries()) {
    const one = { ...asked, settings: { ...settings, ...chosen } };
    const alone = await Promise.all(stores.map((store) => doneBacktest(one, store.read, {})));
    const all = [
      ...alone.map(({ sha256 }) => sha256),
      ...others.map((trials) => trials[i]?.sha256),
    ];
    if (all.every((hash) => hash === hashes[i])) equal += 1;
  }
  const distinct = new Set(hashes).size;
  check(
    `hashes: ${equal} of ${first.length} equal on SQLite and PostgreSQL and on 1, 2 and 8 threads (${distinct} different results)`,
    equal === RESULTS && first.length === RESULTS,
  );
}

async function sweep(url, threads) {
  const flags = Object.entries(cheap).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const args = [
    ...[
      'apps/cli/dist/main.js',
      'backtest',
      'sweep',
      '--database',
      url,
      '--json',
      '--threads',
      `${threads}`,
    ],
    ...['--from', `${window.fromMs}`, '--to', `${window.toMs}`, '--preset', 'aggressive', ...flags],
    ...[
      '--range',
      'entryNetYield=0.01..0.2',
      '--range',
      'notionalPerMarketUsdt=500..2000',
      '--random',
      `${RESULTS}`,
    ],
    ...['--train', '20', '--test', '10', '--assume', 'fine-lots'],
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (part) => (text += part));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The sweep ended with ${code}`);
  const { trials, candidates } = JSON.parse(text);
  return trials.map(({ candidate, sha256 }) => ({ chosen: candidates[candidate], sha256 }));
}

function days(ms) {
  return new Date(ms).toISOString().slice(0, 10);
}
