// RECORDINGS=<folder> npm run judge-recordings: what docs/SIGNALS.md says of recorded markets. `-- --help` says more.
import { fileURLToPath } from 'node:url';
import { askedOptions } from './set-up/asked-options.mjs';
import { setUp } from './set-up/set-up.mjs';

const HELP = `RECORDINGS=<folder> npm run judge-recordings

What docs/SIGNALS.md says of recorded markets. Judges every signal over both legs of the coins that Binance's recordings have, with
the settled funding of Bybit beside it, and compares the strategies and sizes. Before that: how well one speed and two speeds expect
the carry of these markets, and of the project's own recordings of Bybit. Takes minutes. Ends with 2 where RECORDINGS names no folder
that has legs/ (docs/RECORDINGS.md).`;

askedOptions('npm run judge-recordings', HELP);
await setUp();
const at = (path) => import(new URL(`../${path}`, import.meta.url));
const { HAS_RECORDINGS, recordedRows, rowsOf, WITHOUT_RECORDINGS } = await at(
  'libs/testing/dist/real-recordings.js',
);
if (!HAS_RECORDINGS) {
  console.error(WITHOUT_RECORDINGS);
  process.exit(2);
}
const { recordedLegs, commonDays, rowsIn } = await at(
  'apps/cli/dist/backtest/recorded-legs.fixture.js',
);
const { judgeReport } = await at('apps/cli/dist/signals/judge-report.js');
const { compareReport } = await at('apps/cli/dist/signals/compare-command.js');
const { judgeSignals } = await at('libs/domain/dist/backtest/judge/judge-signals.js');
const { signalSamples } = await at('libs/domain/dist/backtest/judge/signal-samples.js');
const { meanOf, rankProducts } = await at('libs/domain/dist/backtest/judge/rank-correlation.js');
const { compareStrategies } = await at('libs/domain/dist/backtest/judge/compare-strategies.js');
const { USUAL_EXECUTION } = await at('libs/domain/dist/backtest/execution-model.js');
const { presetSettings } = await at('libs/contracts/dist/backtest/backtest-presets.js');

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const COINS = [
  ...['BTC', 'ETH', 'XRP', 'DOGE', 'LINK', 'TRX', 'XLM', 'XTZ'],
  ...['SOL', 'INJ', 'OP', '1000PEPE', 'ZEC', 'ENA'],
];
/** The first eight were recorded to May 2026. */
const LONGEST = 8;
const ROUND_TRIP = 0.0039;

const execution = { ...USUAL_EXECUTION, cycleMs: HOUR_MS };
const column = (rows, name) => Float64Array.from(rows, (row) => Number(row[name]));
const markets = COINS.map((coin) => (coin === '1000PEPE' ? thousandPepe() : recordedLegs(coin)));

/** Its spot market is of one coin. */
function thousandPepe() {
  const spot = recordedRows('spot-1h', 'binance PEPEUSDT');
  return {
    ...recordedLegs('1000PEPE'),
    ...{ spotSymbol: 'PEPE/USDT', unitsPerContract: 1000 },
    spots: {
      openAtMs: column(spot, 'timestamp'),
      open: column(spot, 'open'),
      close: column(spot, 'close'),
    },
  };
}

function onBybit(coin) {
  const rows = recordedRows('funding', `bybit ${coin}USDT`);
  if (rows.length === 0) return [];
  const settledAtMs = column(rows, 'fundingRateTimestamp');
  const rates = rows.map((row) => row.fundingRate);
  return [{ venue: 'bybit', funding: { settledAtMs, stampedAtMs: settledAtMs, rates } }];
}

/** The project's own recordings, which have no spot market. */
function bybitSamples(coin) {
  const rows = (folder) =>
    rowsOf(
      fileURLToPath(
        new URL(
          `../apps/replay-exchange/recordings/bybit/${folder}/${coin}USDT.csv.gz`,
          import.meta.url,
        ),
      ),
    );
  const [hours, settled] = [rows('1h'), rows('funding')];
  const settledAtMs = column(settled, 'fundingRateTimestamp');
  const trades = Object.fromEntries(
    ['open', 'high', 'low', 'close', 'volume'].map((name) => [name, column(hours, name)]),
  );
  const market = {
    ...{ venue: 'bybit', symbol: `${coin}/USDT:USDT`, nativeId: `${coin}USDT` },
    // A signal asks for no quantity: no lots are needed.
    ...{ spotSymbol: `${coin}/USDT`, unitsPerContract: 1, announced: [], lots: [] },
    trades: { ...trades, openAtMs: column(hours, 'timestamp') },
    funding: {
      settledAtMs,
      stampedAtMs: settledAtMs,
      rates: settled.map((row) => row.fundingRate),
    },
  };
  return signalSamples(market, commonDays([market]), HOUR_MS, execution);
}

/** Of each market the change of the squared error from one speed to two, and both rank correlations. */
function reportForecasts(name, coins, all) {
  console.log(`${name}: change of the squared error, rank correlation of one speed and of two`);
  for (const hours of [24, 168, 720]) {
    const judged = all.map((some) => {
      const known = some.filter(
        (one) => one.carry(hours) !== undefined && one.value('twoSpeeds', hours) !== undefined,
      );
      const came = known.map((one) => one.carry(hours));
      const of = (which) => known.map((one) => one.value(which, hours));
      const error = (which) => meanOf(of(which).map((value, i) => (value - came[i]) ** 2));
      const rank = (which) => meanOf(rankProducts(of(which), came));
      const change = error('twoSpeeds') / error('oneSpeed') - 1;
      return { change, one: rank('oneSpeed'), two: rank('twoSpeeds') };
    });
    const less = judged.filter(({ change }) => change < 0).length;
    const higher = judged.filter(({ one, two }) => two > one).length;
    const mean = (which) => meanOf(judged.map((one) => one[which]));
    console.log(
      `  ${hours} h: ${(mean('change') * 100).toFixed(1)} % (less in ${less} of ${judged.length}), ${mean('one').toFixed(2)} → ${mean('two').toFixed(2)} (higher in ${higher})`,
      coins.map((coin, i) => `${coin} ${(judged[i].change * 100).toFixed(0)} %`).join(' '),
    );
  }
}

const spans = markets.map((market) => commonDays([market]));
const all = {
  fromMs: Math.min(...spans.map(({ fromMs }) => fromMs)),
  toMs: Math.max(...spans.map(({ toMs }) => toMs)),
};
const about = {
  dataset: { source: 'recorded', sha256: 'not proven', symbols: COINS },
  assumed: [],
};
const samples = markets.map((market, i) =>
  signalSamples(market, spans[i], HOUR_MS, execution, onBybit(COINS[i])),
);
reportForecasts('Binance, on whose rows two speeds were chosen', COINS, samples);
const bybit = ['AAVE', 'ADA', 'APE', 'AVAX', 'BNB', 'BTC', 'ETH', 'SOL'];
reportForecasts('Bybit, on whose rows nothing was chosen', bybit, bybit.map(bybitSamples));
console.log(judgeReport(judgeSignals(samples, all, ROUND_TRIP), about));

/** Of `npm start`: a large account. */
const LARGE = {
  ...{ spotFeeBps: 2, perpFeeBps: 1, slippageBps: 1, entryNetYield: 0.02, minHoldingYield: 0.015 },
  ...{ maxPaidBps: 5, restHours: 24 },
};
for (const some of [markets, markets.slice(0, LONGEST)]) {
  const window = commonDays(some);
  for (const [name, set] of [
    ['published fees, the defaults', {}],
    ['a large account', LARGE],
    ['a large account, score from 0.2 to 0.15', { ...LARGE, entryScore: 0.2, exitScore: 0.15 }],
  ]) {
    const input = {
      ...{ venue: 'binanceusdm', window, stepMs: HOUR_MS, startingEquityUsdt: '10000', execution },
      settings: presetSettings('balanced', set),
      markets: some.map((market) => rowsIn(market, window)),
      tradeFromMs: window.fromMs + 30 * DAY_MS,
    };
    const days = [window.fromMs, window.toMs].map((ms) => new Date(ms).toISOString().slice(0, 10));
    console.log(`${some.length} markets, ${days.join(' to ')}: ${name}`);
    const symbols = some.map(({ symbol }) => symbol);
    const dataset = { ...about.dataset, symbols };
    console.log(compareReport(await compareStrategies(input), { ...about, dataset }));
  }
}
