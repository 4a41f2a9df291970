import { openDatabase } from '@fullcarry/history/database/open-database';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { round } from '../measure.mjs';
import { cpuSeconds, memoryMb } from '../process-usage.mjs';
import { nowMs, Stack } from '../stack.mjs';

const MINUTE_MS = 60_000;
const POLL_MS = 250;
const MARKETS = 500;

/** Each minute's candle of every market: from the end of the minute until all are proven, and published so. */
async function followMinutes(kind, { markets, days, minutes }) {
  const stack = await Stack.start({ markets, latencyMs: 20, limit: 600 }, kind);
  const database = await openDatabase(stack.database.url);
  try {
    const { found, readyAtMs, startedAtMs } = await stack.runToReady(
      {
        HISTORICAL_TOP_PAIRS: String(markets),
        HISTORICAL_LOOKBACK_DAYS: String(days),
        HISTORICAL_TIMEFRAME: '1m',
        SCRUB_DAYS: '7',
      },
      { meanwhile: (fetcher) => followed(stack, database, fetcher, minutes) },
    );
    return { ...found, backfillSeconds: round((readyAtMs - startedAtMs) / 1_000) };
  } finally {
    await database.close();
    await stack.close();
  }
}

async function followed(stack, database, fetcher, minutes) {
  const blockedMs = [];
  const busyMs = [];
  const memory = [];
  let publishedSha256;
  fetcher.on('message', (message) => {
    blockedMs.push(message.blockedMs);
    busyMs.push(message.busyMs);
  });
  const hearing = stack.bus.subscribe('data.ready', {
    callback: (_, message) => (publishedSha256 = message.json().datasetSha256),
  });
  const sampling = setInterval(() => memory.push(memoryMb(fetcher.pid)), 1_000);
  // The backfill ends somewhere in a minute: the next one is the first that is measured.
  let minuteMs = Math.ceil((nowMs() + 10_000) / MINUTE_MS) * MINUTE_MS;
  await sleep(minuteMs - nowMs() - 1_000);
  blockedMs.length = 0;
  busyMs.length = 0;
  memory.length = 0;
  const cpuBefore = cpuSeconds(fetcher.pid);
  const provenSeconds = [];
  const publishedSeconds = [];
  for (let minute = 0; minute < minutes; minute += 1, minuteMs += MINUTE_MS) {
    await sleep(minuteMs - nowMs());
    let provenAtMs;
    let publishedAtMs;
    while (publishedAtMs === undefined && nowMs() < minuteMs + MINUTE_MS - POLL_MS) {
      await sleep(POLL_MS);
      const proof = await proofOf(database);
      if (proof.toMs < minuteMs || proof.missing > 0) continue;
      provenAtMs ??= nowMs();
      if (proof.sha256 === publishedSha256 && proof.isNewest) publishedAtMs = nowMs();
    }
    provenSeconds.push(((provenAtMs ?? Infinity) - minuteMs) / 1_000);
    publishedSeconds.push(((publishedAtMs ?? Infinity) - minuteMs) / 1_000);
  }
  await sleep(minuteMs - nowMs());
  clearInterval(sampling);
  hearing.unsubscribe();
  const cpuOfMinute = (cpuSeconds(fetcher.pid) - cpuBefore) / minutes;
  return { provenSeconds, publishedSeconds, blockedMs, busyMs, memory, cpuOfMinute };
}

const proofs = z.tuple([z.tuple([z.int(), z.int(), z.string(), z.int()])]);

/** Up to when all candles are proven, and whether the data set's certificate is of these proofs. */
async function proofOf(database) {
  const { dialect } = database;
  const columns = ['to_ms', 'missing', 'sha256', 'newest'];
  const [[toMs, missing, sha256, isNewest]] = await database.json(
    proofs,
    `SELECT ${dialect.collect(dialect.array(columns), 'to_ms')} FROM (
       SELECT min(certificate.to_ms) AS to_ms, CAST(sum(certificate.missing) AS INTEGER) AS missing,
         coalesce((SELECT sha256 FROM dataset_certificate), '') AS sha256,
         CASE WHEN (SELECT issued_at_ms FROM dataset_certificate) >= max(certificate.issued_at_ms) THEN 1 ELSE 0 END AS newest
       FROM certificate JOIN series ON series.id = certificate.series_id WHERE series.kind = 'candles'
     ) AS proof`,
  );
  return { toMs, missing, sha256, isNewest: isNewest === 1 };
}

function line(name, title, kind) {
  return {
    name,
    title,
    bar: '≤ 20 s, ≤ 500 MB, ≤ 200 ms',
    reference: '20 s after the end of the minute',
    run: async ({ quick }) => {
      const size = quick
        ? { markets: 100, days: 1, minutes: 2 }
        : { markets: MARKETS, days: 7, minutes: 4 };
      const found = await followMinutes(kind, size);
      const { provenSeconds, publishedSeconds, blockedMs, busyMs, memory } = found;
      const worst = Math.max(...publishedSeconds);
      const [firstMb, lastMb] = [memory.slice(0, 60), memory.slice(-60)].map((some) =>
        Math.max(...some),
      );
      return {
        value: `${round(worst, 1)} s`,
        against: '20 s',
        ratio: round(worst / 20),
        note: `the slowest of ${publishedSeconds.length} minutes; proven after ${provenSeconds.map((one) => round(one, 1)).join(', ')} s; blocked for ${Math.round(Math.max(...blockedMs))} ms at most, ${Math.round(Math.max(...busyMs))} ms by CPU; ${Math.round(firstMb)} MB in the first minute, ${Math.round(lastMb)} MB in the last; ${round(found.cpuOfMinute, 1)} s of CPU a minute`,
        details: found,
      };
    },
  };
}

export const tail = line(
  'tail',
  `Each minute of ${MARKETS} markets, 7 d of 1m candles (quick: 100, 1 d)`,
  'sqlite',
);
export const tailPostgresql = line('tail-pg', 'The same into PostgreSQL', 'postgresql');
