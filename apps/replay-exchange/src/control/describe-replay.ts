import type { RecordingName } from '../recording/market-manifest.js';
import type { ReplayMarket } from '../market/replay-market.js';
import type { Replay, ServedApi } from '../served-api.js';

/** Said wherever the replay describes itself. */
export const SPOT_NOTE = 'Spot prices are derived from the perpetuals, none were recorded';

export const BOOK_NOTE =
  'Order books are synthetic, made around the prices by turnover: no depth was recorded';

/** Says what this is: recorded data under an exchange's API, moved in time, and which row comes from where. */
export function describeReplay({ anchorMs, clock, readings, apis }: Replay, served: ServedApi) {
  const { api, board } = served;
  const nowMs = clock.nowMs();
  return {
    label: 'replay',
    api: api.id,
    apis: apis.map((one) => one.api.id),
    note: 'Recorded market data, each market moved by whole weeks. Not a live exchange.',
    standIn: api.standIn ?? null,
    spotNote: SPOT_NOTE,
    bookNote: BOOK_NOTE,
    anchorMs,
    nowMs,
    speed: clock.speed,
    ...readings,
    usedUpAtMs: board.usedUpAtMs(),
    markets: board.all().map((market) => describeMarket(market, nowMs)),
  };
}

function describeMarket(market: ReplayMarket, nowMs: number) {
  const { spec, shiftWeeks, fromMs, toMs } = market.recording;
  return {
    symbol: market.symbol,
    recordedAs: spec.recordedAs,
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
