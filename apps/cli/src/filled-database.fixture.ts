import { datasetSha256 } from '@fullcarry/domain/completeness/proof/certificate';
import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import {
  REQUIRED_KINDS,
  seriesName,
  type SeriesKey,
  type SeriesKind,
} from '@fullcarry/domain/series';
import {
  HOUR_MS,
  MINUTE_MS,
  subtractWindows,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import { sha256 } from '@fullcarry/history/proof/certify-series';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { proveStored } from '@fullcarry/history/proof/prove-stored';
import { savePage } from '@fullcarry/history/rows/save-page';

export const SOURCE = 'replay 2026-10-05T00:00:00.000Z';
export const START_MS = Date.UTC(2026, 8, 1);
export const WINDOW = { fromMs: START_MS, toMs: START_MS + 48 * HOUR_MS };
const LATER_MS = Date.UTC(2026, 9, 5);

export const hour = (n: number) => START_MS + n * HOUR_MS;

export const MISSING: Gap = gapOf('missing', { fromMs: hour(10), toMs: hour(12) }, 'asked once');
export const EMPTY: Gap = gapOf(
  'confirmed-empty',
  { fromMs: hour(20), toMs: hour(21) },
  'seen empty twice',
);

/**
 * BTC is proven whole. ETH lacks two candles that are missing and one that the exchange does not have, and
 * its funding was never fetched.
 */
export async function fillDatabase(database: Database): Promise<void> {
  await trackMarkets(database, ['BTC', 'ETH']);
  await fillProvenBtc(database);
  await storeCandles(database, 'ETH', [MISSING, EMPTY]);
}

/** BTC alone, proven, with its dataset certificate. */
export async function fillProvenDatabase(database: Database): Promise<void> {
  await trackMarkets(database, ['BTC']);
  const certificates = await fillProvenBtc(database);
  await new CertificateStore(database).saveDataset(
    'bybit',
    datasetSha256(certificates, sha256),
    LATER_MS,
  );
}

/**
 * BTC with its premium index, proven, of two days: 0.03 % in every minute, so that 0.01 % is due each 8 hours. The last
 * hour of one interval is below 0, and changes nothing of that.
 */
export async function fillPremiumDatabase(database: Database): Promise<void> {
  await trackMarkets(database, ['BTC'], [...REQUIRED_KINDS, 'premium-candles']);
  const key = { ...marketOf('BTC'), kind: 'premium-candles', timeframe: '1m' } as const;
  const rows = Array.from({ length: 48 * 60 }, (_, i) => {
    const value = i >= 23 * 60 && i < 24 * 60 ? -0.0002 : 0.0003;
    const openAtMs = START_MS + i * MINUTE_MS;
    return { openAtMs, open: value, high: value, low: value, close: value, volume: 0 };
  });
  const premium = await store(database, key, { kind: 'candles', rows }, []);
  await new CertificateStore(database).saveDataset(
    'bybit',
    datasetSha256([...(await fillProvenBtc(database)), premium], sha256),
    LATER_MS,
  );
}

async function fillProvenBtc(database: Database) {
  return [await storeCandles(database, 'BTC', []), await storeFunding(database, 'BTC')];
}

function trackMarkets(
  database: Database,
  bases: readonly string[],
  kinds: readonly SeriesKind[] = REQUIRED_KINDS,
): Promise<void> {
  return new MarketStore(database).saveUniverse(
    bases.map((base, i) => ({
      exchange: 'bybit',
      symbol: `${base}/USDT:USDT`,
      nativeId: `${base}USDT`,
      listedAtMs: START_MS,
      rank: i + 1,
      turnoverUsdt24h: '1000',
    })),
    {
      exchange: 'bybit',
      source: SOURCE,
      timeframe: '1h',
      kinds,
      evaluatedAtMs: LATER_MS,
    },
  );
}

async function storeCandles(database: Database, base: string, gaps: readonly Gap[]) {
  const key = { ...marketOf(base), kind: 'candles', timeframe: '1h' } as const;
  const rows = [...Array(48).keys()]
    .map(hour)
    .filter((atMs) => !gaps.some((gap) => gap.fromMs <= atMs && atMs < gap.toMs))
    .map((openAtMs) => ({ openAtMs, open: 10, high: 12.5, low: 9, close: 11, volume: 0.001 }));
  return store(database, key, { kind: 'candles', rows }, gaps);
}

async function storeFunding(database: Database, base: string) {
  const rows = [0, 8, 16, 24, 32, 40].map((n) => ({
    settledAtMs: hour(n),
    stampedAtMs: hour(n) + 7,
    rate: n === 16 ? '-0.00001' : '0.0001',
  }));
  return store(database, { ...marketOf(base), kind: 'funding' }, { kind: 'funding', rows }, []);
}

async function store(
  database: Database,
  key: SeriesKey,
  content: Parameters<typeof savePage>[1]['content'],
  gaps: readonly Gap[],
) {
  const series = await new MarketStore(database).find(key);
  if (!series) throw new Error(`${seriesName(key)} is not tracked`);
  const open = gaps.filter((gap) => gap.status === 'missing');
  await savePage(database, {
    seriesId: series.id,
    content,
    coverage: subtractWindows([WINDOW], open),
    gapsWithin: WINDOW,
    gaps,
    readAtMs: LATER_MS,
    foundBy: 'fill',
  });
  const facts = { wanted: WINDOW, coverage: [WINDOW], gaps, runs: [], nowMs: Infinity };
  const proven = await proveStored(database, series, facts, LATER_MS);
  if (!proven) throw new Error(`${seriesName(key)} changed while it was proven`);
  return { series: seriesName(key), certificate: proven.certificate };
}

function marketOf(base: string) {
  return { exchange: 'bybit', symbol: `${base}/USDT:USDT` };
}

function gapOf(status: Gap['status'], window: TimeWindow, evidence: string): Gap {
  return {
    ...window,
    status,
    rowsExpected: (window.toMs - window.fromMs) / HOUR_MS,
    observations: status === 'missing' ? 1 : 2,
    firstObservedAtMs: LATER_MS,
    lastObservedAtMs: LATER_MS,
    nextTryAtMs: LATER_MS + HOUR_MS,
    evidence,
  };
}
