import { round } from '../measure.mjs';
import { Stack } from '../stack.mjs';

const BUDGET = 0.8;
const PUBLISHED_PER_SECOND = 120;
const ALLOWED_PER_SECOND = BUDGET * PUBLISHED_PER_SECOND;

/** A run from an empty database to `data.ready`, by the exchange's limit, with 150 ms before each answer. */
export async function backfill({ pairs, days, timeframe = '1h', series = 'candles,funding' }) {
  const stack = await Stack.start({ markets: pairs, latencyMs: 150, limit: 600 });
  try {
    const run = await stack.runToReady({
      HISTORICAL_TOP_PAIRS: String(pairs),
      HISTORICAL_LOOKBACK_DAYS: String(days),
      HISTORICAL_TIMEFRAME: timeframe,
      HISTORICAL_SERIES: series,
      RATE_BUDGET: String(BUDGET),
    });
    const { exchange, ready, memoryMb } = run;
    // Of a large universe not all certificates fit into the message: the others are summed up in it.
    const proven = ready.markets.flatMap(({ certificates, inShort }) => inShort ?? certificates);
    const rows = proven.reduce((sum, one) => sum + one.present, 0);
    const seconds = (run.readyAtMs - exchange.firstAtMs) / 1_000;
    const boundSeconds = exchange.requests / ALLOWED_PER_SECOND;
    return {
      rows,
      missing: proven.reduce((sum, one) => sum + one.missing, 0),
      requests: exchange.requests,
      breaches: exchange.breaches,
      peakPer5s: exchange.peakPer5s,
      seconds: round(seconds),
      boundSeconds: round(boundSeconds),
      startSeconds: round((exchange.firstAtMs - run.startedAtMs) / 1_000),
      afterLastAnswerSeconds: round((run.readyAtMs - exchange.lastAtMs) / 1_000),
      cpuSeconds: run.cpuSeconds,
      cpuOfBound: round(run.cpuSeconds / boundSeconds),
      peakMb: Math.round(run.peakMb),
      memoryMb: memoryMb.map(Math.round),
    };
  } finally {
    await stack.close();
  }
}

function line(name, title, bar, options) {
  return {
    name,
    title,
    bar,
    reference: `requests ÷ ${ALLOWED_PER_SECOND} a second`,
    run: async ({ quick }) => {
      const found = await backfill(quick && options.quick ? options.quick : options);
      return {
        value: `${found.seconds} s`,
        against: `${found.boundSeconds} s`,
        ratio: round(found.seconds / found.boundSeconds),
        note: `${found.rows} rows, ${found.missing} missing, ${found.requests} requests, ${found.breaches} breaches; CPU ${found.cpuOfBound} × the bound, ${found.peakMb} MB`,
        details: found,
      };
    },
  };
}

export const timeToReady = line('ready', 'Time to ready, 20 pairs × 365 d, every kind', '≤ 1.15', {
  pairs: 20,
  days: 365,
  series: 'candles,funding,spot,mark',
});
/** The two kinds that every market must have, for comparison with runs of before. */
export const timeToReadyOfTwo = line('ready-two', 'The same, candles and funding alone', '≤ 1.15', {
  pairs: 20,
  days: 365,
});
export const wholeExchange = line(
  'exchange',
  '500 markets × 365 d (quick: 40)',
  '≤ 1.15, ≤ 400 MB',
  {
    pairs: 500,
    days: 365,
    quick: { pairs: 40, days: 365 },
  },
);
export const minutes = line('minutes', '20 pairs × 90 d of 1m candles (quick: 5 d)', '≤ 1.15', {
  pairs: 20,
  days: 90,
  timeframe: '1m',
  quick: { pairs: 20, days: 5, timeframe: '1m' },
});
