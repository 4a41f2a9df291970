// GENERATED rows, for measuring only. They are no market's history, and every answer says so.

const HOUR_MS = 3_600_000;
/** Far more than any bench looks back: every market was listed before. */
const LISTED_DAYS_BEFORE = 500;

/** Funding intervals as they are met on Bybit: most every 8 h, many every 4 h, a few every 1 h. */
const INTERVAL_HOURS = [8, 4, 8, 8, 4, 8, 1, 8, 4, 8];

/** `count` markets, the first with the highest turnover. */
export function generatedMarkets(count, nowMs) {
  return Array.from({ length: count }, (_, i) => ({
    symbol: `BENCH${i}USDT`,
    baseCoin: `BENCH${i}`,
    intervalMs: INTERVAL_HOURS[i % INTERVAL_HOURS.length] * HOUR_MS,
    launchedAtMs: nowMs - LISTED_DAYS_BEFORE * 86_400_000,
    turnover24h: String((count - i) * 1_000_000),
  }));
}

/**
 * A kline row at an instant, as text of JSON, newest digits moving like a price: the length of real rows
 * (about 87 bytes) and no two alike.
 */
export function klineRow(openAtMs, stepMs) {
  const i = openAtMs / stepMs;
  const open = 60_000 + ((i * 7_919) % 100_003) / 10;
  const close = 60_000 + (((i + 1) * 7_919) % 100_003) / 10;
  const high = Math.max(open, close) + ((i * 31) % 997) / 10;
  const low = Math.min(open, close) - ((i * 17) % 997) / 10;
  const volume = 100 + ((i * 7_907) % 100_019) / 1_000;
  const turnover = (close * volume).toFixed(4);
  return `["${openAtMs}","${open.toFixed(2)}","${high.toFixed(2)}","${low.toFixed(2)}","${close.toFixed(2)}","${volume.toFixed(3)}","${turnover}"]`;
}

export function fundingRate(settledAtMs) {
  return (((settledAtMs / HOUR_MS) * 7_919) % 2_003) - 1_001;
}
