import { rawGet, textOf, type RawResponse } from '../http/raw-get.fixture.js';
import { startReplayExchange, type ReplayOptions } from '../start-replay-exchange.js';

/** Five minutes after a candle closed and a settlement was charged: both are fresh. */
export const FRESH_MS = Date.parse('2026-09-01T16:05:00Z');

const WINDOW = { fromMs: FRESH_MS - 10 * 24 * 3_600_000, toMs: FRESH_MS };

/** One question to each kind of endpoint, with rows in the answer. */
export const QUESTIONS = {
  time: '/v5/market/time',
  instruments: '/v5/market/instruments-info?category=linear',
  tickers: '/v5/market/tickers?category=linear',
  kline: `/v5/market/kline?category=linear&symbol=BTCUSDT&interval=60&limit=1000&start=${WINDOW.fromMs}&end=${WINDOW.toMs}`,
  funding: `/v5/market/funding/history?category=linear&symbol=BTCUSDT&startTime=${WINDOW.fromMs}&endTime=${WINDOW.toMs}`,
} as const;

export interface DrillAnswer {
  readonly raw: RawResponse;
  /** The kind that was injected, by the exchange's own account; null when none was. */
  readonly injected: string | null;
}

/** For specs: asks one question of a replay in which the fault always strikes. */
export async function strike(
  kind: string,
  question: string,
  {
    gzip = false,
    timeoutMs,
    ...options
  }: ReplayOptions & { gzip?: boolean; timeoutMs?: number } = {},
): Promise<DrillAnswer> {
  const exchange = await startReplayExchange({
    port: 0,
    nowMs: FRESH_MS,
    speed: 0,
    symbols: ['BTCUSDT', 'ETHUSDT'],
    faults: kind === 'none' ? [] : [{ kind }],
    ...options,
  });
  try {
    const raw = await rawGet(exchange.url + question, {
      gzip,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
    const stats = textOf(await rawGet(`${exchange.url}/replay/stats`));
    const injected = /"faultsInjected":\{"([^"]+)"/.exec(stats)?.[1] ?? null;
    return { raw, injected };
  } finally {
    await exchange.close();
  }
}
