import {
  DAY_MS,
  floorTo,
  HOUR_MS,
  MINUTE_MS,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { Draw } from './draw.js';
import type { Listing } from '../time-line/listing.js';
import type { Delisting, EmptyHistory, Listed, ZombieRows } from '../time-line/world-event.js';

const COINS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF', 'GGG', 'HHH', 'III', 'JJJ'];
const NEW_COINS = ['NEW', 'NEWER'];
const USUAL_HOURS = [1, 2, 4, 8, 8];

/** A funding interval: mostly a usual one, sometimes any other from 1 to 24 h. */
export function drawHours(draw: Draw): number {
  return draw.chance(0.85) ? draw.pick(USUAL_HOURS) : draw.int(1, 24);
}

/** Errors: RangeError for more listings than there are names. */
export function drawFirstListings(seed: number, startMs: number, count: number): Listing[] {
  if (count > COINS.length) throw new RangeError(`There are ${COINS.length} names, not ${count}`);
  return COINS.slice(0, count).map((coin, i) => {
    const draw = new Draw(seed, `listing ${coin}`);
    const ageMs = draw.int(5, 60) * DAY_MS + draw.int(0, 23) * HOUR_MS;
    return drawListing(draw, coin, coin, startMs - ageMs, i + 1);
  });
}

function drawListing(draw: Draw, id: string, coin: string, nearMs: number, rank: number): Listing {
  const firstHours = drawHours(draw);
  // At the instant of a settlement, at a whole hour, or in the middle of one.
  const gridMs = draw.pick([firstHours * HOUR_MS, HOUR_MS, HOUR_MS, MINUTE_MS]);
  const price = draw.int(1, 9) * 10 ** draw.int(0, 4);
  return { id, coin, listedAtMs: floorTo(nearMs, gridMs), firstHours, price, rank };
}

/** Markets that are listed while the world runs. */
export function drawNewListings(draw: Draw, run: TimeWindow, rank: number): Listed[] {
  return NEW_COINS.slice(0, draw.int(1, NEW_COINS.length)).map((coin, i) => {
    const nearMs = draw.instant({ fromMs: run.fromMs + 2 * DAY_MS, toMs: run.toMs - 4 * DAY_MS });
    const listing = drawListing(draw, coin, coin, nearMs, rank + i);
    return { kind: 'new-listing', atMs: listing.listedAtMs, listing };
  });
}

/** The first hours or days of a young listing, in which its funding is empty. */
export function drawEmptyHistory(draw: Draw, { listing }: Listed): EmptyHistory {
  const untilMs = listing.listedAtMs + draw.int(2, 30) * HOUR_MS;
  return { kind: 'empty-history', atMs: listing.listedAtMs, untilMs, on: listing.id };
}

/** The end of a listing, never at the very instant of a settlement: whether that is due would be open. */
export function drawDelisting(
  draw: Draw,
  listing: Listing,
  run: TimeWindow,
  isSettled: (atMs: number) => boolean,
): Delisting {
  const quarter = (run.toMs - run.fromMs) / 4;
  const middle = { fromMs: run.fromMs + quarter, toMs: run.toMs - quarter };
  const wholeHourMs = draw.instant(middle, HOUR_MS);
  const isHalfPast = isSettled(wholeHourMs) || draw.chance(0.3);
  const endMs = isHalfPast ? wholeHourMs + 30 * MINUTE_MS : wholeHourMs;
  const announcedMs = endMs - draw.int(6, 168) * HOUR_MS;
  const reportedMs = endMs + draw.int(0, 180) * MINUTE_MS;
  const isAnnounced = draw.chance(0.75);
  const announcedFromMs = isAnnounced ? draw.pick([announcedMs, reportedMs]) : undefined;
  const goneAtMs = endMs + draw.int(0, 10) * MINUTE_MS;
  const atMs = Math.min(endMs, announcedFromMs ?? endMs);
  return { kind: 'delisting', atMs, on: listing.id, endMs, announcedFromMs, goneAtMs };
}

/** Another coin under the name of one that ended; undefined when the run is over before. */
export function drawRelisting(
  draw: Draw,
  listing: Listing,
  { endMs }: Delisting,
  run: TimeWindow,
): Listed | undefined {
  const nearMs = endMs + draw.int(3 * 24, 9 * 24) * HOUR_MS;
  const again = drawListing(draw, `${listing.coin}#2`, listing.coin, nearMs, listing.rank);
  // An interval of its own, which is cut off as little as the first one's.
  const isPossible = again.listedAtMs > endMs + DAY_MS && again.listedAtMs < run.toMs - 2 * DAY_MS;
  return isPossible ? { kind: 'relisting', atMs: again.listedAtMs, listing: again } : undefined;
}

/** What the exchange publishes of a dead contract, at the latest until the name is given away again. */
export function drawZombieRows(
  draw: Draw,
  { on, endMs, announcedFromMs }: Delisting,
  relistedAtMs: number | undefined,
): ZombieRows {
  const untilMs = endMs + draw.int(6, 240) * HOUR_MS;
  return {
    kind: 'zombie-rows',
    atMs: endMs,
    untilMs: Math.min(untilMs, (relistedAtMs ?? Infinity) - HOUR_MS),
    on,
    hours: draw.pick([1, 1, 8]),
    rate: draw.pick(['0', '0.0001', '-0.000025']),
    // Where nobody says the end, the last candle has to show it.
    hasCandles: announcedFromMs !== undefined && draw.chance(0.4),
  };
}
