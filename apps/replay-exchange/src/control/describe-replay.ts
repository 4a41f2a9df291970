import type { RecordingName } from '../recording/market-manifest.js';
import type { MarketBoard } from '../market/market-board.js';
import type { ReplayMarket } from '../market/replay-market.js';
import type { Replay, ServedApi } from '../served-api.js';

/** Stated wherever the replay describes itself. */
export function spotNote(board: MarketBoard): string {
  const spot = board.allSpot();
  const derived = spot.filter(({ isDerived }) => isDerived).map(({ symbol }) => symbol);
  if (derived.length === spot.length) {
    return 'Spot prices are derived from the perpetuals, none were recorded';
  }
  if (derived.length === 0) return 'Spot prices were recorded';
  return `Spot prices were recorded, but for those derived from the perpetuals: ${derived.join(', ')}`;
}

/** The same of the premium index, for which nothing stands in. */
export function premiumNote(board: MarketBoard): string {
  const all = board.all();
  const recorded = all.filter(({ isPremiumRecorded }) => isPremiumRecorded);
  if (recorded.length === 0) return 'No premium index was recorded: none is served';
  if (recorded.length === all.length) return 'The premium index was recorded';
  return `The premium index was recorded of ${recorded.map(({ symbol }) => symbol).join(', ')} alone`;
}

/** Of recordings of one's own each market says for itself what stands in. */
export function standInOf({ api, isOwn }: ServedApi): string | undefined {
  return isOwn ? undefined : api.standIn;
}

export const BOOK_NOTE =
  'Order books are synthetic, made around the prices by turnover: no depth was recorded';

/** Says what this is: recorded data under an exchange's API, moved in time, and which row comes from where. */
export function describeReplay(replay: Replay, served: ServedApi) {
  const { anchorMs, clock, readings, apis, leftOut } = replay;
  const { api, board, isOwn } = served;
  const nowMs = clock.nowMs();
  return {
    label: 'replay',
    api: api.id,
    apis: apis.map((one) => one.api.id),
    note: 'Recorded market data, each market moved by whole weeks. Not a live exchange.',
    recordings: isOwn ? 'own' : 'project',
    leftOut,
    standIn: standInOf(served) ?? null,
    spotNote: spotNote(board),
    premiumNote: premiumNote(board),
    bookNote: BOOK_NOTE,
    anchorMs,
    nowMs,
    speed: clock.speed,
    ...readings,
    usedUpAtMs: board.usedUpAtMs(),
    markets: board.all().map((market) => describeMarket(market, board, nowMs)),
  };
}

function describeMarket(market: ReplayMarket, board: MarketBoard, nowMs: number) {
  const { spec, shiftWeeks, fromMs, toMs, marks } = market.recording;
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
    isMarkRecorded: marks.length > 0,
    isPremiumRecorded: market.isPremiumRecorded,
    standIn: spec.standIn ?? null,
    spot: spec.spot.map(({ nativeId, unitsPerContract }) => ({
      symbol: nativeId,
      unitsPerContract,
      isDerived: board.getSpot(nativeId)?.isDerived ?? true,
    })),
  };
}

function nameOf({ exchange, symbol }: RecordingName): string {
  return `${exchange} ${symbol}`;
}
