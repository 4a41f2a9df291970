import type { Exchange } from '../http/market-door.js';
import type { RecordingName } from '../recording/market-manifest.js';
import type { ReplayMarket } from '../market/replay-market.js';

/** Said wherever the replay describes itself. */
export const SPOT_NOTE = 'Spot prices are derived from the perpetuals, none were recorded';

/** Says what this is: recorded data under Bybit's API, moved in time, and which row comes from where. */
export function describeReplay({ anchorMs, board, clock, klineRange }: Exchange) {
  const nowMs = clock.nowMs();
  return {
    label: 'replay',
    api: 'bybit-v5',
    note: 'Recorded market data, each market moved by whole weeks. Not a live exchange.',
    spotNote: SPOT_NOTE,
    anchorMs,
    nowMs,
    speed: clock.speed,
    klineRange,
    usedUpAtMs: board.usedUpAtMs(),
    markets: board.all().map((market) => describeMarket(market, nowMs)),
  };
}

function describeMarket(market: ReplayMarket, nowMs: number) {
  const { spec, shiftWeeks, fromMs, toMs } = market.recording;
  return {
    symbol: market.symbol,
    role: spec.role,
    settleCoin: spec.settleCoin,
    contractType: spec.deliveryAtMs === undefined ? 'LinearPerpetual' : 'LinearFutures',
    launchedAtMs: fromMs,
    recordingEndsAtMs: toMs,
    endedAtMs: market.hasEnded(nowMs) ? (market.endsAtMs ?? null) : null,
    shiftWeeks,
    candlesFrom: nameOf(spec.candles),
    fundingFrom: spec.funding ? nameOf(spec.funding) : null,
    standIn: spec.standIn ?? null,
    spot: spec.spot.map(({ nativeId, unitsPerContract }) => ({
      symbol: nativeId,
      unitsPerContract,
    })),
  };
}

function nameOf({ exchange, symbol }: RecordingName): string {
  return `${exchange} ${symbol}`;
}
