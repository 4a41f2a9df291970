import { round } from '../measure.mjs';
import { Stack } from '../stack.mjs';

const BUDGET = 0.8;
const DAY_MS = 86_400_000;
const MINUTES_OF_A_DAY = 1_440;

/** What the API allows: pages of 496 new rows (and 3 read along) for a weight of 2, of 2,400 a minute. */
const ROWS_PER_PAGE = 496;
const PAGE_WEIGHT = 2;
const WEIGHT_PER_SECOND = (BUDGET * 2_400) / 60;

/** The dates of the files that may be asked for. */
function datesOf(nowMs, days) {
  const all = Array.from({ length: days + 1 }, (_, n) =>
    new Date(nowMs - n * DAY_MS).toISOString().slice(0, 10),
  );
  return [...new Set(all.map((date) => date.slice(0, 7))), ...all.slice(0, 40)];
}

/** From an empty database to `data.ready`, of minutes and funding. */
async function run({ pairs, days, latencyMs, limit = 1 }, withArchive, nowMs) {
  const dates = withArchive ? datesOf(nowMs, days) : [];
  const settings = { api: 'binance', markets: pairs, latencyMs, limit, nowMs, dates };
  const stack = await Stack.start(settings);
  try {
    const { exchange, ready, readyAtMs, cpuSeconds, peakMb } = await stack.runToReady({
      EXCHANGE: 'binanceusdm',
      HISTORICAL_TOP_PAIRS: String(pairs),
      HISTORICAL_LOOKBACK_DAYS: String(days),
      HISTORICAL_TIMEFRAME: '1m',
      RATE_BUDGET: String(BUDGET),
      RATE_BUDGET_SCOPE: 'replica',
      ...(withArchive ? { ARCHIVE_URL: stack.exchange.url } : {}),
    });
    const proven = ready.markets.flatMap(({ certificates }) => certificates);
    return {
      rows: proven.reduce((sum, one) => sum + one.present, 0),
      missing: proven.reduce((sum, one) => sum + one.missing, 0),
      seconds: (readyAtMs - exchange.firstAtMs) / 1_000,
      datasetSha256: ready.datasetSha256,
      exchange,
      cpuSeconds,
      peakMb,
    };
  } finally {
    await stack.close();
  }
}

/**
 * Minutes and funding by the archive, against what the API's weights allow for the same rows. The time by the API alone
 * is computed; that its data set is the same is seen on a part, which the API's limit lets through in seconds.
 */
export const archive = {
  name: 'archive',
  title: '20 pairs × 365 d of 1m candles and funding by the archive (quick: 4 × 60 d)',
  bar: '≥ 15',
  reference: `the API alone: its weights ÷ ${WEIGHT_PER_SECOND} a second`,
  run: async ({ quick }) => {
    const nowMs = Math.floor(Date.now() / 60_000) * 60_000 + 30_000;
    const part = { pairs: 2, days: 4, latencyMs: 0 };
    const [byFiles, byApi] = [await run(part, true, nowMs), await run(part, false, nowMs)];
    const whole = { pairs: quick ? 4 : 20, days: quick ? 60 : 365, latencyMs: 150 };
    const found = await run(whole, true, nowMs);
    const pages = whole.pairs * Math.ceil((whole.days * MINUTES_OF_A_DAY) / ROWS_PER_PAGE);
    const apiSeconds = (pages * PAGE_WEIGHT) / WEIGHT_PER_SECOND;
    const { exchange, rows, missing, seconds, cpuSeconds, peakMb } = found;
    const isSame = byFiles.datasetSha256 === byApi.datasetSha256;
    return {
      value: `${round(seconds)} s`,
      against: `${round(apiSeconds)} s`,
      ratio: round(apiSeconds / seconds),
      note: `${rows} rows, ${missing} missing, ${Math.round(rows / seconds)} rows/s; ${exchange.files} files, ${exchange.requests} requests, ${exchange.breaches} breaches; ${Math.round(cpuSeconds)} s of CPU, ${Math.round(peakMb)} MB; of a part of ${byApi.rows} rows the certificate is ${isSame ? 'the API’s' : 'ANOTHER than the API’s'}, ${byFiles.exchange.files} files`,
      details: { ...found, apiSeconds, isSame },
    };
  },
};
