import { z } from 'zod';
import { jsonBytes, whatFits } from './json-bytes.js';
import { subjectToken } from '../transport/subject-token.js';
import { count, epochMs, seriesId, seriesKind, sha256, source, timeWindow } from '../values.js';

/** One series' proof, as it travels. */
export const seriesCertificate = z.object({
  series: seriesId,
  window: timeWindow,
  expected: count,
  present: count,
  confirmedEmpty: count,
  missing: count,
  firstRowAtMs: epochMs.nullable(),
  lastRowAtMs: epochMs.nullable(),
  sha256,
  scrubbedAtMs: epochMs.nullable(),
});
export type SeriesCertificate = z.infer<typeof seriesCertificate>;

/** What a market's certificates come to; `sha256`: over their fingerprints, one a line, in their order. */
export const certificatesInShort = z.object({
  series: count,
  expected: count,
  present: count,
  confirmedEmpty: count,
  missing: count,
  sha256,
});

/** A kind of series that is proven, and of how many markets: one without a spot market has none of spot. */
export const provenKind = z.object({ kind: seriesKind, markets: count });

const marketReadiness = z.object({
  symbol: z.string(),
  nativeId: z.string(),
  ready: z.boolean(),
  certificates: z.array(seriesCertificate),
  /** Instead of the certificates, where not all fit. */
  inShort: certificatesInShort.optional(),
});

/**
 * Every tracked series is proven. Published by the fetcher when that becomes true, after each change, and
 * again every few seconds, so that a plain subscriber hears it too; the stream retains the last one.
 * Consumed by the orchestrator (its readiness check) and by any bot. It is taken out of the stream when it stops
 * being true. Losing one costs the time to the next.
 *
 * The message is bounded. Of a large universe the last markets carry `inShort` instead of certificates, which are
 * published on a subject a market (`MarketReadyV1`) and answered by `GET /api/certificates`; a list of markets that is
 * shorter than `marketsTotal` was cut, and the stored certificates say of the others whether they are proven.
 */
export const DataReadyV1 = {
  subject: 'data.ready',
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    exchange: z.string(),
    source,
    window: timeWindow,
    datasetSha256: sha256,
    marketsTotal: count.optional(),
    /** What it proves. */
    kinds: z.array(provenKind).optional(),
    /** Wanted, and the exchange keeps no history of it. */
    notKept: z.array(seriesKind).optional(),
    markets: z.array(marketReadiness),
  }),
} as const;
export type DataReady = z.infer<typeof DataReadyV1.schema>;

/**
 * The certificates of one market that had no room in `data.ready`, published just before it on
 * `data.ready.<exchange>.<native id>`, and taken back with it. Losing one costs an HTTP request.
 */
export const MarketReadyV1 = {
  subject: DataReadyV1.subject,
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    exchange: z.string(),
    source,
    datasetSha256: sha256,
    symbol: z.string(),
    nativeId: z.string(),
    ready: z.boolean(),
    certificates: z.array(seriesCertificate),
  }),
} as const;
export type MarketReady = z.infer<typeof MarketReadyV1.schema>;

/** `data.ready.bybit.BTCUSDT`; without a market that of all of them: `data.ready.bybit.*`. */
export function marketReadySubject(exchange: string, nativeId?: string): string {
  const market = nativeId === undefined ? '*' : subjectToken(nativeId);
  return `${MarketReadyV1.subject}.${subjectToken(exchange)}.${market}`;
}

/** Whether a market's certificates are published there, and not readiness as a whole (`data.ready.bybit`). */
export function isMarketReadySubject(subject: string): boolean {
  return subject.startsWith(`${MarketReadyV1.subject}.`) && subject.split('.').length === 4;
}

/** The whole fact as it travels, no larger than `mostBytes`, and what of it travels by itself. */
export async function boundedReady(
  whole: DataReady,
  mostBytes: number,
): Promise<{ readonly ready: DataReady; readonly apart: readonly MarketReady[] }> {
  const ready = { ...whole, marketsTotal: whole.markets.length };
  if (jsonBytes(ready) <= mostBytes) return { ready, apart: [] };
  const room = mostBytes - jsonBytes({ ...ready, markets: [] });
  const short = whatFits(await Promise.all(whole.markets.map(inShort)), room);
  const growth = short.map((market, i) => jsonBytes(whole.markets[i]) - jsonBytes(market));
  let left = room - jsonBytes(short);
  const tooLarge = growth.findIndex((more) => (left -= more) < 0);
  const firstShort = tooLarge === -1 ? short.length : tooLarge;
  const { v, atMs, exchange, source, datasetSha256 } = whole;
  const about = { v, atMs, exchange, source, datasetSha256 };
  return {
    ready: {
      ...ready,
      markets: [...whole.markets.slice(0, firstShort), ...short.slice(firstShort)],
    },
    apart: whole.markets.slice(firstShort).map((market) => ({ ...about, ...market })),
  };
}

async function inShort(market: DataReady['markets'][number]): Promise<typeof market> {
  const { certificates } = market;
  const sum = (what: 'expected' | 'present' | 'confirmedEmpty' | 'missing') =>
    certificates.reduce((total, certificate) => total + certificate[what], 0);
  return {
    ...market,
    certificates: [],
    inShort: {
      series: certificates.length,
      expected: sum('expected'),
      present: sum('present'),
      confirmedEmpty: sum('confirmedEmpty'),
      missing: sum('missing'),
      sha256: await sha256Hex(certificates.map((certificate) => certificate.sha256).join('\n')),
    },
  };
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
